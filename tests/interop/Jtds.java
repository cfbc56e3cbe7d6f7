// jTDS: TDS 7.1, no PRELOGIN in plain text, procedure calls with unnamed parameters.
// Arguments: SERVER HOST PORT USER
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

public class Jtds {
    private final Connection connection;

    private Jtds(String[] arguments) throws Exception {
        // A program that is run from its source does not find drivers by itself.
        Class.forName("net.sourceforge.jtds.jdbc.Driver");
        String ssl = arguments[0].equals("encrypted") ? ";ssl=require" : "";
        connection = DriverManager.getConnection(
                "jdbc:jtds:sqlserver://" + arguments[1] + ":" + arguments[2] + "/msdb" + ssl,
                arguments[3], System.getenv("SSISLB_INTEROP_PASSWORD"));
    }

    /** The history row of the last run and its outcome; 0 without one. */
    private int[] activity(String job) throws SQLException {
        String text = "{call msdb.dbo.sp_help_jobactivity(?, ?)}";
        try (CallableStatement call = connection.prepareCall(text)) {
            call.setString(1, null);
            call.setString(2, job);
            try (ResultSet rows = call.executeQuery()) {
                if (!rows.next())
                    return new int[] {0, 0};
                return new int[] {rows.getInt("job_history_id"), rows.getInt("run_status")};
            }
        }
    }

    private void runJob(String job, int outcome) throws Exception {
        int before = activity(job)[0];
        try (CallableStatement call = connection.prepareCall("{call msdb.dbo.sp_start_job(?)}")) {
            call.setString(1, job);
            call.execute();
        }
        for (int left = 100_000; left > 0; --left) {
            int[] now = activity(job);
            if (now[0] != 0 && now[0] != before) {
                if (now[1] != outcome)
                    throw new Exception(job + " ended with " + now[1]);
                return;
            }
        }
        throw new Exception(job + " was never seen finished");
    }

    private Set<String> jobNames() throws SQLException {
        Set<String> names = new HashSet<>();
        try (CallableStatement call = connection.prepareCall("{call msdb.dbo.sp_help_job}");
                ResultSet rows = call.executeQuery()) {
            while (rows.next())
                names.add(rows.getString("name"));
        }
        return names;
    }

    public static void main(String[] arguments) throws Exception {
        Jtds client = new Jtds(arguments);
        if (!client.jobNames().contains("ETL - Good"))
            throw new Exception("no job list");
        client.runJob("ETL - Good", 1);
        client.runJob("ETL - Bad", 0);
        client.connection.close();
    }
}
