#include "agent/remote_server_impl.hpp"

#include <ssislb/agent/remote_server.hpp>

#include <boost/asio/dispatch.hpp>

#include <utility>

namespace ssislb {
namespace {

void shut(std::shared_ptr<detail::remote_server_impl> impl) {
    if (!impl)
        return;
    auto const strand = impl->strand();
    boost::asio::dispatch(strand, [impl = std::move(impl)] { impl->close(); });
}

template <class... Results>
void begin(detail::remote_server_impl const& impl, remote_server::handler<Results...> handler,
           detail::operation<Results...> body) {
    detail::start_operation(impl.strand(), impl.outer(), std::move(handler), std::move(body),
                            impl.shared_from_this());
}

} // namespace

remote_server::remote_server(executor_type executor, std::shared_ptr<tds::runtime> runtime,
                             tds::options how, supervision_options options)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(runtime), std::move(how),
                                   options)) {}

remote_server::~remote_server() {
    shut(std::move(impl_));
}

remote_server::remote_server(remote_server&&) noexcept = default;

remote_server& remote_server::operator=(remote_server&& other) noexcept {
    shut(std::exchange(impl_, std::move(other.impl_)));
    return *this;
}

void remote_server::connect(impl& self, handler<diagnostics> done) {
    begin(self, std::move(done), self.connect());
}

void remote_server::jobs(impl& self, handler<std::vector<agent_job>> done) {
    begin(self, std::move(done), self.jobs());
}

void remote_server::find_jobs(impl& self, std::vector<std::string> names,
                              handler<job_directory> done) {
    begin(self, std::move(done), self.find_jobs(std::move(names)));
}

void remote_server::mark(impl& self, guid job, handler<job_mark> done) {
    begin(self, std::move(done), self.mark(job));
}

void remote_server::mark(impl& self, std::string name, handler<job_mark> done) {
    begin(self, std::move(done), self.mark(std::move(name)));
}

void remote_server::start(impl& self, guid job, handler<diagnostics> done) {
    begin(self, std::move(done), self.start(job));
}

void remote_server::confirm(impl& self, job_mark const& before, start_sender sender,
                            handler<bool> done) {
    begin(self, std::move(done), self.confirm(before, sender));
}

void remote_server::ours(impl& self, job_mark const& before, handler<bool> done) {
    begin(self, std::move(done), self.is_ours(before));
}

void remote_server::wait(impl& self, job_mark const& before, wait_options how,
                         handler<job_run> done) {
    self.wait(before, std::move(how), std::move(done));
}

void remote_server::stop(impl& self, guid job, handler<diagnostics> done) {
    begin(self, std::move(done), self.stop(job));
}

void remote_server::activity(impl& self, handler<std::vector<job_activity>> done) {
    begin(self, std::move(done), self.activity());
}

void remote_server::history(impl& self, guid job, handler<std::vector<job_history_row>> done) {
    begin(self, std::move(done), self.history(job));
}

void remote_server::run(impl& self, std::string name, handler<job_run> done) {
    begin(self, std::move(done), self.run(std::move(name)));
}

void remote_server::on_state_change(state_function change) {
    boost::asio::dispatch(impl_->strand(), [impl = impl_, change = std::move(change)]() mutable {
        impl->on_state_change(std::move(change));
    });
}

session_facts remote_server::facts() const {
    return impl_->channel().facts();
}

supervision_statistics remote_server::statistics() const {
    return impl_->channel().statistics();
}

void remote_server::close() {
    shut(impl_);
}

remote_server::executor_type remote_server::get_executor() const noexcept {
    return impl_->outer();
}

} // namespace ssislb
