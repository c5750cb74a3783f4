using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Refuses what a report can't mean, naming the field.</summary>
/// <param name="at">the report's place in the body; empty for a single one</param>
internal sealed partial class Check(string at)
{
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
    }

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttributeName();
}
