#include "agent/remote_server_impl.hpp"

#include <ssislb/agent/remote_server_calls.hpp>

#include <utility>

namespace ssislb::detail {
namespace {

template <class... Results>
void begin(remote_server_impl const& impl,
           boost::asio::any_completion_handler<void(error_code, Results...)> handler,
           operation<Results...> body) {
    start_operation(impl.strand(), impl.outer(), std::move(handler), std::move(body),
                    impl.shared_from_this());
}

} // namespace

void remote_server_calls::connect(impl& self, handler<diagnostics> done) {
    begin(self, std::move(done), self.connect());
}

void remote_server_calls::jobs(impl& self, handler<std::vector<agent_job>> done) {
    begin(self, std::move(done), self.jobs());
}

void remote_server_calls::find_jobs(impl& self, std::vector<std::string> names,
                                    handler<job_directory> done) {
    begin(self, std::move(done), self.find_jobs(std::move(names)));
}

void remote_server_calls::mark(impl& self, guid job, handler<job_mark> done) {
    begin(self, std::move(done), self.mark(job));
}

void remote_server_calls::mark(impl& self, std::string name, handler<job_mark> done) {
    begin(self, std::move(done), self.mark(std::move(name)));
}

void remote_server_calls::start(impl& self, guid job, handler<diagnostics> done) {
    begin(self, std::move(done), self.start(job));
}

void remote_server_calls::confirm(impl& self, job_mark const& before, start_sender sender,
                                  handler<bool> done) {
    begin(self, std::move(done), self.confirm(before, sender));
}

void remote_server_calls::ours(impl& self, job_mark const& before, handler<bool> done) {
    begin(self, std::move(done), self.is_ours(before));
}

void remote_server_calls::wait(impl& self, job_mark const& before, wait_options how,
                               handler<job_run> done) {
    self.wait(before, std::move(how), std::move(done));
}

void remote_server_calls::stop(impl& self, guid job, handler<diagnostics> done) {
    begin(self, std::move(done), self.stop(job));
}

void remote_server_calls::activity(impl& self, handler<std::vector<job_activity>> done) {
    begin(self, std::move(done), self.activity());
}

void remote_server_calls::history(impl& self, guid job,
                                  handler<std::vector<job_history_row>> done) {
    begin(self, std::move(done), self.history(job));
}

void remote_server_calls::run(impl& self, std::string name, handler<job_run> done) {
    begin(self, std::move(done), self.run(std::move(name)));
}

} // namespace ssislb::detail
