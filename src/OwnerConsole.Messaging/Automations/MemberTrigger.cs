using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Triggers that are about a member: each sequence that they start is about one member.</summary>
internal static class MemberTrigger
{
    /// <summary>Starts of the types of events whose subject is a member.</summary>
    private static readonly string[] s_eventPrefixes = ["impersonation.", "member."];

    /// <param name="attribute">Name of the attribute whose change starts the automation; null for none.</param>
    /// <param name="events">Types of events that start it.</param>
    /// <returns>Whether all its sequences are about members.</returns>
    public static bool IsOne(string? attribute, IReadOnlyList<string>? events) =>
        attribute is not null
            ? MemberAttributeName.Read(attribute) is not null
            : events is { Count: > 0 } && events.All(name => Array.Exists(s_eventPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>SQL of <see cref="MemberOf"/> for the subject of a row.</summary>
    /// <param name="row">Alias of the row of the log.</param>
    public static string MemberSql(char row) => $"case when starts_with({row}.subject, '{IdGenerator.MemberPrefix}') then {row}.subject end";

    /// <param name="subject">Subject of an event in the log.</param>
    /// <returns>The member that the event is about; null if it is about the tenant.</returns>
    public static string? MemberOf(string? subject) => subject is not null && IdGenerator.IsMember(subject) ? subject : null;
}
