using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Validates the fields of a report. Errors name the field.</summary>
/// <param name="at">Position of the report in the body; empty for a single report.</param>
internal sealed partial class ReportValidator(string at)
{
    private static readonly DateTimeOffset s_earliest = DateTimeOffset.UnixEpoch,
        s_latest = new(2199, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public void Fail(string field, string why) => throw Problem.Invalid(at.Length > 0 ? $"{at}.{field}" : field, why);

    public void Text(string field, string? text, int least, int most)
    {
        if (text is null)
        {
            if (field == "name")
                Fail(field, "must not be empty.");
            return;
        }
        if (text.Trim().Length < least || text.Length > most)
            Fail(field, $"must have {least} to {most} characters.");
        if (text.Any(char.IsControl))
            Fail(field, "must not contain control characters.");
    }

    public void Email(string field, string? text)
    {
        if (text is null)
            return;
        Text(field, text, 3, 320);
        if (!Address().IsMatch(text))
            Fail(field, "must be a valid email address.");
    }

    public void Match(string field, string? text, Regex form, string why)
    {
        if (text is not null && !form.IsMatch(text))
            Fail(field, why);
    }

    /// <summary>An unknown time zone would fail wherever days are calculated with it.</summary>
    public void Zone(string field, string? text)
    {
        if (text is null || Pure.Periods.Zone.Find(text) is not null)
            return;
        var meant = Pure.Periods.Zone.Suggest(text) is { } near ? $" Did you mean {near}?" : "";
        Fail(field, $"must be an IANA time zone, such as Europe/Zurich.{meant}");
    }

    /// <summary>Limits times to years that calendars of all time zones support.</summary>
    public void Moment(string field, DateTimeOffset? at)
    {
        if (at < s_earliest || at > s_latest)
            Fail(field, "must be a time between the years 1970 and 2199.");
    }

    /// <param name="reserved">Names that can't be attributes because they are separate fields of the report.</param>
    public void Attributes(IReadOnlyDictionary<string, JsonElement>? attributes, IReadOnlyList<string> reserved)
    {
        if (attributes is null)
            return;
        if (attributes.Count > ReportedAttributes.MaxCount)
            Fail(ReportedAttributes.Field, $"must have at most {ReportedAttributes.MaxCount} entries.");
        foreach (var (name, value) in attributes)
            Attribute(name, value, reserved);
    }

    private void Attribute(string name, JsonElement value, IReadOnlyList<string> reserved)
    {
        if (!AttributeNameText.Pattern().IsMatch(name))
            Fail($"attributes.{name}", "must have a name of 1 to 40 lowercase letters, digits and underscores.");
        if (reserved.Contains(name))
            Fail($"attributes.{name}", "is a separate field: send it outside of attributes.");
        if (value.ValueKind is JsonValueKind.String)
            Text($"attributes.{name}", value.GetString(), 0, 500);
        else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            Fail($"attributes.{name}", "must be a string, a number, true, false or null.");
        else if (value.ValueKind is JsonValueKind.Number && !value.TryGetDecimal(out _))
            Fail($"attributes.{name}", "must be a number below 7.9e28.");
    }

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
