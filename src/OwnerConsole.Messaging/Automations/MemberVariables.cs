using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Variables of messages about the member of a sequence, such as {{member.name}} and {{member.attributes.level}}.</summary>
/// <remarks>Inputs of operations don't have them, because an erasure doesn't find the values of a member in what an operation on a tenant stores.</remarks>
internal static partial class MemberVariables
{
    /// <returns>Names of the attributes that the texts of messages show, such as level, without duplicates.</returns>
    public static IReadOnlyList<string> AttributesOf(IEnumerable<AutomationStep> steps) =>
        [
            .. steps
                .Where(step => step.IsMessage)
                .SelectMany(step => AttributeUse().Matches(TextOf(step)).Select(match => match.Groups[1].Value))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether the step uses a variable that only a sequence about a member has. All sequences have the support number, which is the recipient's.</summary>
    public static bool AreUsedBy(AutomationStep step) => PersonalUse().IsMatch(TextOf(step));

    /// <param name="input">Normalized input.</param>
    /// <returns>Whether a message shows an attribute that no application declares: its name can be wrong, and it would be empty.</returns>
    public static async Task<bool> HaveUndeclaredAttribute(AutomationInput input, UnitOfWork reading)
    {
        var shown = AttributesOf(input.Steps!); // not null: it is normalized
        if (shown.Count == 0)
            return false;
        var declared = await DeclaredAttributes.ListOfMembers(reading);
        return shown.Any(name => declared.All(attribute => attribute.Report.Name != name));
    }

    /// <returns>Values for previews and checks.</returns>
    public static object Example(IReadOnlyList<string> attributes) =>
        new
        {
            name = "Ann",
            email = "ann@example.com",
            role = "staff",
            support_number = "#U123456789",
            attributes = attributes.ToDictionary(name => name, _ => "example", StringComparer.Ordinal),
        };

    /// <returns>Values of a member.</returns>
    public static object Of(SequenceMember member) =>
        new
        {
            member.Name,
            member.Email,
            member.Role,
            member.SupportNumber,
            member.Attributes,
        };

    private static string TextOf(AutomationStep step) => $"{step.Subject}\n{step.Body}\n{step.Input}";

    [GeneratedRegex(@"(?<![\w.])member\.attributes\.([a-z][a-z0-9_]{0,39})(?!\w)", RegexOptions.None, 1000)]
    private static partial Regex AttributeUse();

    [GeneratedRegex(@"\{\{[^{}]*(?<![\w.])member\.(name|email|role|attributes)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PersonalUse();
}
