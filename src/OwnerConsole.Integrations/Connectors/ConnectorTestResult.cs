using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>The result of a connection test: the first rows of each view, or why the database can't be read.</summary>
/// <param name="Error">Why the database can't be read; null if it can.</param>
/// <param name="Fix">SQL statements to run in the database to fix the problem; null if there are none.</param>
/// <param name="Views">Result of each view.</param>
public sealed record ConnectorTestResult(string? Error, string? Fix, IReadOnlyList<ViewTestResult> Views)
{
    private const int Rows = 3,
        MaxValueLength = 60;

    /// <summary>A class of fields that is hidden from the caller. Rows are left out then, because any column of the views could contain such a field.</summary>
    internal static FieldClass? HiddenClass => HiddenFields.First(Enum.GetValues<FieldClass>());

    /// <summary>Whether all views can be read.</summary>
    public bool IsGood => Error is null && Views.All(view => view.Errors.Count == 0);

    /// <param name="password">Password to use; null for the stored one.</param>
    internal static async Task<ConnectorTestResult> Run(ConnectorSettings settings, string? password, SecretBox box, CancellationToken stop)
    {
        try
        {
            await using var source = password is null ? await ViewSource.Open(settings, box, stop) : await ViewSource.Open(settings, password, stop);
            var views = new List<ViewTestResult>();
            foreach (var view in SqlView.All)
                views.Add(await Look(source, await source.Shape(view, stop), stop));
            return new(null, null, views);
        }
        catch (SourceException trouble)
        {
            return new(trouble.Message, trouble.Fix, []);
        }
    }

    private static async Task<ViewTestResult> Look(ViewSource source, ViewShape shape, CancellationToken stop)
    {
        if (shape.Error is not null)
            return new(shape.View.Name, shape.Errors, shape.Ignored, [], []);
        var rows = HiddenClass is not null ? [] : await source.Rows(shape, null, "", Rows, stop);
        var bodies = rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row.Body)).ToList();
        var columns = shape.Columns.Select(column => new ColumnSample(
            column.Name,
            column.Description,
            [
                .. rows.Zip(
                    bodies,
                    (row, body) => column.Name == SqlView.Cursor ? row.Cursor.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null) : Shown(body.GetProperty(column.Name))
                ),
            ]
        ));
        var wrong = rows.Select(row => (row.Id, Error: ViewIntake.Check(shape.View, row))).Where(row => row.Error is not null);
        return new(shape.View.Name, [], shape.Ignored, [.. columns], [.. wrong.Select(row => $"{row.Id}: {row.Error}")]);
    }

    private static string? Shown(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Null ? null : value.ToString();
        return text is { Length: > MaxValueLength } ? text[..MaxValueLength] + "…" : text;
    }
}

/// <param name="View">Name of the view.</param>
/// <param name="Errors">Why the view can't be read.</param>
/// <param name="Ignored">Columns of the view that are not used.</param>
/// <param name="Columns">Columns that are read.</param>
/// <param name="Rejected">Errors of the first rows that would be rejected.</param>
public sealed record ViewTestResult(
    string View,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<ColumnSample> Columns,
    IReadOnlyList<string> Rejected
);

/// <param name="Column">Name of the column.</param>
/// <param name="InterpretedAs">Meaning of the column.</param>
/// <param name="Values">Values of the first rows; empty for callers whose role hides fields.</param>
public sealed record ColumnSample(string Column, string InterpretedAs, IReadOnlyList<string?> Values);
