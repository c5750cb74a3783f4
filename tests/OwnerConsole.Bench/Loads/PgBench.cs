using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace OwnerConsole.Bench.Loads;

/// <summary>Repeats one prepared statement with pgbench: the upper limit of PostgreSQL on this machine.</summary>
internal static partial class PgBench
{
    private const int Callers = 16;

    /// <summary>One of this many calls is logged.</summary>
    private const int SamplingInterval = 50;

    /// <param name="sql">the statement with its constants</param>
    public static Load Repeat(string connectionString, string sql) =>
        async time =>
        {
            var to = new NpgsqlConnectionStringBuilder(connectionString);
            var folder = Directory.CreateTempSubdirectory("oc-pgbench-");
            try
            {
                var script = Path.Combine(folder.FullName, "script.sql");
                await File.WriteAllTextAsync(script, sql);
                var said = await LoadProgram.Run(
                    "pgbench",
                    [
                        .. new[]
                        {
                            "--no-vacuum",
                            "--protocol=prepared",
                            $"--client={Callers}",
                            "--jobs=1",
                            $"--time={time.TotalSeconds:0}",
                            $"--file={script}",
                        },
                        .. new[]
                        {
                            "--log",
                            $"--log-prefix={Path.Combine(folder.FullName, "calls")}",
                            FormattableString.Invariant($"--sampling-rate={1.0 / SamplingInterval}"),
                        },
                        .. new[] { $"--host={to.Host}", $"--port={to.Port}", $"--username={to.Username}", "console" },
                    ],
                    ("PGPASSWORD", to.Password ?? "")
                );
                var took = folder.EnumerateFiles("calls*").SelectMany(file => File.ReadLines(file.FullName)).Select(Milliseconds).Order().ToArray();
                return Reading.Of(double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), took);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        };

    // client, number of the call, microseconds, …
    private static double Milliseconds(string line) => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000;

    [GeneratedRegex(@"tps = ([\d.]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
