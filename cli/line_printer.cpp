#include "line_printer.hpp"

#include <ssislb/report/json_line.hpp>
#include <ssislb/report/summary_text.hpp>
#include <ssislb/report/text_line.hpp>

namespace ssislb::cli {

void line_printer::on_notice(timed_notice const& said) {
    if (format_ == line_format::json) {
        to_.write_line(to_json_line(package_, said));
        return;
    }
    if (auto const line = to_text_line(package_, said); !line.empty())
        to_.write_line(line);
    if (auto const* end = std::get_if<notice::run_finished>(&said.what); end != nullptr)
        to_.write('\n' + to_text(package_, end->summary));
}

} // namespace ssislb::cli
