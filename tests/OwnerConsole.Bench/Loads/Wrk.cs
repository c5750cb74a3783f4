using System.Globalization;

namespace OwnerConsole.Bench.Loads;

/// <summary>HTTP requests by wrk: a client with little overhead, because it shares the cores with the server.</summary>
internal static class Wrk
{
    public const int Callers = 32;

    // Latencies and the duration are in microseconds.
    private const string Done = """

        function done(summary, latency, requests)
          local errors = summary.errors
          io.write(string.format("read %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
            errors.status + errors.connect + errors.read + errors.write + errors.timeout))
        end

        """;

    /// <param name="script">Lua with a function <c>request</c>, which returns each request</param>
    public static Load Ask(Uri origin, string script) =>
        async time =>
        {
            var file = Path.GetTempFileName();
            try
            {
                await File.WriteAllTextAsync(file, script + Done);
                return Read(await LoadProgram.Run("wrk", ["-t1", $"-c{Callers}", $"-d{time.TotalSeconds:0}s", "-s", file, origin.ToString()]));
            }
            finally
            {
                File.Delete(file);
            }
        };

    /// <returns>a script that requests these addresses in turn, with these header values in turn</returns>
    public static string Get(IEnumerable<string> addresses, string header, IEnumerable<string> values, params (string Name, string Value)[] more) =>
        $$"""
            local addresses, values, turn = { {{Texts(addresses)}} }, { {{Texts(values)}} }, 0
            {{string.Concat(more.Select(one => $"wrk.headers[\"{one.Name}\"] = \"{one.Value}\"\n"))}}
            function request()
              turn = turn + 1
              wrk.headers["{{header}}"] = values[turn % #values + 1]
              return wrk.format("GET", addresses[turn % #addresses + 1])
            end
            """;

    private static string Texts(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));

    private static Reading Read(string said)
    {
        var line = said.Split('\n').Single(line => line.StartsWith("read ", StringComparison.Ordinal)).Split(' ')[1..];
        var read = Array.ConvertAll(line, word => double.Parse(word, CultureInfo.InvariantCulture));
        if (read[5] > 0)
            throw new InvalidOperationException($"{read[5]} of {read[0]} requests failed.");
        return new(read[0] / (read[1] / 1e6), read[2] / 1000, read[3] / 1000, read[4] / 1000);
    }
}
