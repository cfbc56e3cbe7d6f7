// The procedures of msdb, one a source file.
#pragma once

#include "sim/sql/procedure.hpp"

namespace ssislb::sim::detail {

extern procedure const sp_add_job;
extern procedure const sp_add_jobserver;
extern procedure const sp_add_jobstep;
extern procedure const sp_delete_job;
extern procedure const sp_help_job;
extern procedure const sp_help_jobactivity;
extern procedure const sp_help_jobhistory;
extern procedure const sp_help_jobserver;
extern procedure const sp_help_jobstep;
extern procedure const sp_start_job;
extern procedure const sp_stop_job;
extern procedure const sp_update_job;

} // namespace ssislb::sim::detail
