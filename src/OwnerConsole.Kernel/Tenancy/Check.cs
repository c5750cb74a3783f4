using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Refuses what a report can't mean, naming the field.</summary>
/// <param name="at">the report's place in the body; empty for a single one</param>
internal sealed partial class Check(string at)
{
    private static readonly DateTimeOffset s_earliest = DateTimeOffset.UnixEpoch,
        s_latest = new(2199, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public void Fail(string field, string why) => throw Problem.Invalid(at.Length > 0 ? $"{at}.{field}" : field, why);

    public void Text(string field, string? text, int least, int most)
    {
        if (text is null)
        {
            if (field == "name")
                Fail(field, "can't be emptied.");
            return;
        }
        if (text.Trim().Length < least || text.Length > most)
            Fail(field, $"has {least} to {most} characters.");
        if (text.Any(char.IsControl))
            Fail(field, "must not have control characters.");
    }

    public void Email(string field, string? text)
    {
        if (text is null)
            return;
        Text(field, text, 3, 320);
        if (!Address().IsMatch(text))
            Fail(field, "is not an e-mail address.");
    }

    public void Match(string field, string? text, Regex form, string why)
    {
        if (text is not null && !form.IsMatch(text))
            Fail(field, why);
    }

    /// <summary>A zone that no clock has would fail wherever days are counted by it.</summary>
    public void Zone(string field, string? text)
    {
        if (text is null || Pure.Periods.Zone.Find(text) is not null)
            return;
        var meant = Pure.Periods.Zone.Nearest(text) is { } near ? $" Did you mean {near}?" : "";
        Fail(field, $"must be an IANA name, such as Europe/Zurich.{meant}");
    }

    /// <summary>Years that calendars of every zone can count by.</summary>
    public void Moment(string field, DateTimeOffset? at)
    {
        if (at < s_earliest || at > s_latest)
            Fail(field, "must be a moment between the years 1970 and 2199.");
    }

    public void Attribute(string name, JsonElement value)
    {
        if (!AttributeName().IsMatch(name))
            Fail($"attributes.{name}", "has a name of 1 to 40 small letters, digits and underscores.");
        if (TenantReport.KnownAttributes.Contains(name))
            Fail($"attributes.{name}", "has a field of its own.");
        if (value.ValueKind is JsonValueKind.String)
            Text($"attributes.{name}", value.GetString(), 0, 500);
        else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            Fail($"attributes.{name}", "is a text, a number, true, false or null.");
        else if (value.ValueKind is JsonValueKind.Number && !value.TryGetDecimal(out _))
            Fail($"attributes.{name}", "must be a number below 7.9e28.");
    }

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttributeName();
}
