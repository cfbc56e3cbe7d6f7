// The tables and views that a query may read.
#pragma once

#include "sim/sql/table.hpp"

namespace ssislb::sim::detail {

extern table const dm_server_services;
extern table const sysjobactivity;
extern table const sysjobhistory;
extern table const sysjobs;
extern table const sysjobs_view;
extern table const sysjobsteps;
extern table const syssessions;

} // namespace ssislb::sim::detail
