#include "agent/remote_server_impl.hpp"

#include <ssislb/agent/server_inspection.hpp>

#include <utility>

namespace ssislb {
namespace {

template <class... Results>
void begin(detail::remote_server_impl const& impl, remote_server::handler<Results...> handler,
           detail::operation<Results...> body) {
    detail::start_operation(impl.strand(), impl.outer(), std::move(handler), std::move(body),
                            impl.shared_from_this());
}

} // namespace

void server_inspection::rights(impl& self, handler<login_rights> done) {
    begin(self, std::move(done), self.rights());
}

void server_inspection::agent_service(impl& self, handler<agent_service_state> done) {
    begin(self, std::move(done), self.agent_service());
}

void server_inspection::job_steps(impl& self, guid job, handler<std::vector<job_step>> done) {
    begin(self, std::move(done), self.job_steps(job));
}

void server_inspection::busy_jobs(impl& self, handler<std::vector<agent_job>> done) {
    begin(self, std::move(done), self.busy_jobs());
}

void server_inspection::job_lengths(impl& self, handler<std::vector<job_length>> done) {
    begin(self, std::move(done), self.job_lengths());
}

} // namespace ssislb
