# DBD::Sybase: ct-lib, batches only.  SERVER HOST PORT USER
use strict;
use warnings;
use DBI;

my ($server, $host, $port, $user) = @ARGV;
my $db = DBI->connect("dbi:Sybase:server=$server;database=msdb", $user,
    $ENV{SSISLB_INTEROP_PASSWORD}, { RaiseError => 1, PrintError => 0 });

# All rows of the first result set that has any columns.
sub rows {
    my $statement = $db->prepare($_[0]);
    $statement->execute;
    my @rows;
    do {
        while (my $row = $statement->fetchrow_hashref) { push @rows, {%$row}; }
    } while ($statement->{syb_more_results});
    return @rows;
}

sub activity {
    my ($row) = rows("exec msdb.dbo.sp_help_jobactivity \@job_name = N'$_[0]'");
    return $row // {};
}

sub run_job {
    my ($job, $outcome) = @_;
    my $before = activity($job)->{job_history_id} // 0;
    $db->do("exec msdb.dbo.sp_start_job \@job_name = N'$job'");
    for (1 .. 100_000) {
        my $now = activity($job);
        if (($now->{job_history_id} // 0) != 0 && $now->{job_history_id} != $before) {
            die "$job ended with $now->{run_status}" if $now->{run_status} != $outcome;
            return;
        }
    }
    die "$job was never seen finished";
}

my %names = map { $_->{name} => 1 } rows("exec msdb.dbo.sp_help_job");
die "no job list" unless $names{"ETL - Good"} && $names{"ETL - Bad"};
run_job("ETL - Good", 1);
run_job("ETL - Bad",  0);
