using System.Text.Json;

namespace World;

/// <summary>Writes the accepted data as NDJSON, for an independent calculation of the metrics. It contains no calculated values.</summary>
internal sealed class SimRecord
{
    private readonly List<string> _lines = [];

    public void Tenant(object report) => Write(new { fact = "tenant", report });

    public void Member(string tenant, object report) =>
        Write(
            new
            {
                fact = "member",
                tenant,
                report,
            }
        );

    public void Event(object report) => Write(new { fact = "event", report });

    public void Add(SimRecord other) => _lines.AddRange(other._lines);

    public Task Save(string path) => File.WriteAllLinesAsync(path, _lines);

    private void Write(object fact) => _lines.Add(JsonSerializer.Serialize(fact, ConsoleApi.Json));
}
