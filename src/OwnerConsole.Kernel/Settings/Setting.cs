using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Settings;

/// <summary>A platform-wide setting, declared next to the code that reads it. The page, the form, the API and the docs are generated from it.</summary>
/// <param name="Key">Permanent key, as used in the API.</param>
/// <param name="Description">Help text in one or two sentences.</param>
/// <param name="Default">Value in a new installation.</param>
public sealed record Setting(string Key, SettingCategory Category, string Name, string Description, string Default)
{
    /// <summary>Must be Text, Number or Choice.</summary>
    public FieldKind Kind { get; init; } = FieldKind.Text;

    /// <summary>Smallest number, or minimum length of a text.</summary>
    public int Min { get; init; }

    /// <summary>Largest number, or maximum length of a text.</summary>
    public int Max { get; init; } = 100;

    /// <summary>Unit of a number: minutes, hours or days.</summary>
    public string? Unit { get; init; }

    /// <summary>The <see cref="IOptionSource.Name"/> that lists the choices.</summary>
    public string? Source { get; init; }

    /// <summary>Additional validation; null when kind and bounds are enough.</summary>
    public Func<string, bool>? IsValid { get; init; }

    /// <summary>Error message for an invalid value; null when kind and bounds say enough.</summary>
    public Sentence? FormatHelp { get; init; }

    /// <summary>Consequence of a value, shown in the preview; null when it simply applies from now on.</summary>
    public Func<string, UnitOfWork, Task<Sentence>>? DescribeEffect { get; init; }

    /// <summary>Copies a changed or restored value to where it is used; null when it is read directly.</summary>
    public Func<string, UnitOfWork, Task>? Apply { get; init; }

    /// <summary>Other words that people search the setting by, separated by commas.</summary>
    public string Synonyms { get; init; } = "";

    /// <summary>Current value, as an SQL expression of type text.</summary>
    public string Sql =>
        $"coalesce((select o.value from core.settings o where o.key = '{Key}' and o.closed_by is null), '{Default.Replace("'", "''", StringComparison.Ordinal)}')";

    /// <summary>Current value, as an SQL expression of type interval.</summary>
    public string IntervalSql => $"({Sql} || ' {Unit}')::interval";

    /// <summary>Allowed range of a number in words; null for other kinds.</summary>
    public string? Bounds => Kind is FieldKind.Number ? string.Create(CultureInfo.InvariantCulture, $"{Min:N0} to {Max:N0} {Unit}.") : null;

    public async Task<string> Get(UnitOfWork work) => (await work.One<string>($"select {Sql}"))!; // it has a default

    public Task<TimeSpan> GetTimeSpan(UnitOfWork work) => work.One<TimeSpan>($"select {IntervalSql}");

    public async Task<int> GetNumber(UnitOfWork work) => Number(await Get(work));

    /// <returns>The value in the form it is stored in; null when it has the wrong kind or is out of bounds.</returns>
    public string? Read(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number when Kind is FieldKind.Number => value.GetRawText(),
            _ => null,
        };
        return text is null || !IsWithin(text) || IsValid?.Invoke(text) == false ? null
            : Kind is FieldKind.Number ? Number(text).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>Formats a value for people.</summary>
    public string Format(string value) =>
        Kind switch
        {
            _ when value.Length == 0 => "Not set",
            FieldKind.Number => string.Create(CultureInfo.InvariantCulture, $"{Number(value):N0} {(value == "1" ? Unit?.TrimEnd('s') : Unit)}"),
            FieldKind.Choice => value.Replace('_', ' '),
            _ => value,
        };

    /// <summary>Formats a value for JSON and the log: numbers stay numbers.</summary>
    public object ToJsonValue(string value) => Kind is FieldKind.Number ? Number(value) : value;

    private bool IsWithin(string text) =>
        Kind is FieldKind.Number
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max
            : text.Length >= Min && text.Length <= Max && !text.Any(char.IsControl);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Sections of the settings page, in display order.</summary>
public enum SettingCategory
{
    General,
    Terminology,
    Security,
    Billing,
    Features,
}
