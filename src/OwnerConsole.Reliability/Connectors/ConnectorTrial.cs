using System.Text.Json;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>What a look at the owner's database found: why it can't be read, or the first rows of each view.</summary>
/// <param name="Trouble">null when it was reached</param>
/// <param name="Mend">statements for the owner's database; null where none would mend it</param>
public sealed record ConnectorTrial(string? Trouble, string? Mend, IReadOnlyList<ViewTrial> Views)
{
    private const int Rows = 3,
        Longest = 60;

    public bool IsGood => Trouble is null && Views.All(view => view.Mistakes.Count == 0);

    /// <param name="password">null for the one that is kept</param>
    internal static async Task<ConnectorTrial> Of(ConnectorSettings settings, string? password, SecretBox box, CancellationToken stop)
    {
        try
        {
            await using var source = password is null ? await ViewSource.Open(settings, box, stop) : await ViewSource.Open(settings, password, stop);
            var views = new List<ViewTrial>();
            foreach (var view in SqlView.All)
                views.Add(await Look(source, await source.Shape(view, stop), stop));
            return new(null, null, views);
        }
        catch (SourceTrouble trouble)
        {
            return new(trouble.Message, trouble.Mend, []);
        }
    }

    private static async Task<ViewTrial> Look(ViewSource source, ViewShape shape, CancellationToken stop)
    {
        if (shape.Trouble is not null)
            return new(shape.View.Name, shape.Mistakes, shape.Ignored, [], []);
        var rows = await source.Rows(shape, null, "", Rows, stop);
        var bodies = rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row.Body)).ToList();
        var columns = shape.Taken.Select(column => new ColumnTrial(
            column.Name,
            column.Says,
            [
                .. rows.Zip(
                    bodies,
                    (row, body) => column.Name == SqlView.Cursor ? row.Cursor.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null) : Shown(body.GetProperty(column.Name))
                ),
            ]
        ));
        var wrong = rows.Select(row => (row.Id, Why: ViewIntake.Check(shape.View, row))).Where(row => row.Why is not null);
        return new(shape.View.Name, [], shape.Ignored, [.. columns], [.. wrong.Select(row => $"{row.Id}: {row.Why}")]);
    }

    private static string? Shown(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Null ? null : value.ToString();
        return text is { Length: > Longest } ? text[..Longest] + "…" : text;
    }
}

/// <param name="Mistakes">why it can't be read</param>
/// <param name="Ignored">columns that mean nothing here</param>
/// <param name="Columns">as they are taken</param>
/// <param name="Refused">of the first rows, those that could not be taken in, and why</param>
public sealed record ViewTrial(
    string View,
    IReadOnlyList<string> Mistakes,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<ColumnTrial> Columns,
    IReadOnlyList<string> Refused
);

/// <param name="TakenAs">what it is here</param>
/// <param name="Values">of the first rows</param>
public sealed record ColumnTrial(string Column, string TakenAs, IReadOnlyList<string?> Values);
