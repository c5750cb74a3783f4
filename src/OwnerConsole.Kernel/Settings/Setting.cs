using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Settings;

/// <summary>What the owner chooses once for the whole platform. It is declared beside what reads it; the page, the form, the API and the documents are drawn from the declaration.</summary>
/// <param name="Key">permanent, as the API names it</param>
/// <param name="Says">what it does, in a sentence or two</param>
/// <param name="Default">as a new console has it</param>
public sealed record Setting(string Key, SettingCategory Category, string Name, string Says, string Default)
{
    /// <summary>Text, Number or Choice.</summary>
    public FieldKind Kind { get; init; } = FieldKind.Text;

    /// <summary>The smallest number, or the fewest characters of a text.</summary>
    public int Least { get; init; }

    /// <summary>The largest number, or the most characters of a text.</summary>
    public int Most { get; init; } = 100;

    /// <summary>Of a number: minutes, hours or days.</summary>
    public string? Unit { get; init; }

    /// <summary>The <see cref="IOptionSource.Name"/> of what it is chosen among.</summary>
    public string? Source { get; init; }

    /// <summary>What it has to be besides; null when its kind and bounds say all.</summary>
    public Func<string, bool>? Fits { get; init; }

    /// <summary>What fits, as whoever chose something else is told; null when kind and bounds say all.</summary>
    public Sentence? Form { get; init; }

    /// <summary>What follows from a value, as the preview says it; null: it holds from then on.</summary>
    public Func<string, Work, Task<Sentence>>? Follows { get; init; }

    /// <summary>Carries a value that was chosen, or taken back, to where it is read; null where it is read as it stands.</summary>
    public Func<string, Work, Task>? Apply { get; init; }

    /// <summary>What holds now, as an SQL expression of type text.</summary>
    public string Sql =>
        $"coalesce((select o.value from core.settings o where o.key = '{Key}' and o.closed_by is null), '{Default.Replace("'", "''", StringComparison.Ordinal)}')";

    /// <summary>What holds now, as an SQL expression of type interval.</summary>
    public string Span => $"({Sql} || ' {Unit}')::interval";

    /// <summary>Its bounds in words; null when it has none to tell.</summary>
    public string? Bounds => Kind is FieldKind.Number ? string.Create(CultureInfo.InvariantCulture, $"{Least:N0} to {Most:N0} {Unit}.") : null;

    public async Task<string> Of(Work work) => (await work.One<string>($"select {Sql}"))!; // it has a default

    public Task<TimeSpan> SpanOf(Work work) => work.One<TimeSpan>($"select {Span}");

    public async Task<int> NumberOf(Work work) => Number(await Of(work));

    /// <returns>the value as it is kept; null for what is none of its kind, or out of its bounds</returns>
    public string? Read(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number when Kind is FieldKind.Number => value.GetRawText(),
            _ => null,
        };
        return text is null || !IsWithin(text) || Fits?.Invoke(text) == false ? null
            : Kind is FieldKind.Number ? Number(text).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>A value as people read it.</summary>
    public string Worded(string value) =>
        Kind switch
        {
            _ when value.Length == 0 => "nothing",
            FieldKind.Number => string.Create(CultureInfo.InvariantCulture, $"{Number(value):N0} {(value == "1" ? Unit?.TrimEnd('s') : Unit)}"),
            FieldKind.Choice => value.Replace('_', ' '),
            _ => value,
        };

    /// <summary>A value as JSON and the log show it: numbers are numbers.</summary>
    public object Shown(string value) => Kind is FieldKind.Number ? Number(value) : value;

    private bool IsWithin(string text) =>
        Kind is FieldKind.Number
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most
            : text.Length >= Least && text.Length <= Most && !text.Any(char.IsControl);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The parts of the page of settings, in its order.</summary>
public enum SettingCategory
{
    General,
    Words,
    Security,
    Billing,
    Features,
}
