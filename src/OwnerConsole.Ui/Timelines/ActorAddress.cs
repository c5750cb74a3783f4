using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Ui.Timelines;

/// <summary>Addresses of the pages about actors. The pages belong to a module.</summary>
public static class ActorAddress
{
    public const string People = "/settings/team",
        PeoplePermission = "team_member.read";

    public const string Keys = "/settings/keys",
        KeysPermission = "api_key.read";

    /// <summary>Page of a team member, including former ones.</summary>
    public static string Of(string person) => $"{People}/{Uri.EscapeDataString(person)}";

    /// <returns>The team member's page, the key in the list of API keys, or the log of any other actor; null when the reader can't see it.</returns>
    public static string? Of(Caller reader, string actor) =>
        actor.StartsWith("usr_", StringComparison.Ordinal) && !reader.IsScoped && reader.Can(PeoplePermission) ? Of(actor)
        : actor.StartsWith("key_", StringComparison.Ordinal) && reader.Can(KeysPermission) ? $"{Keys}?q={Uri.EscapeDataString(actor)}"
        : reader.Can(LogAddress.Permission) ? LogAddress.By(actor)
        : null;
}
