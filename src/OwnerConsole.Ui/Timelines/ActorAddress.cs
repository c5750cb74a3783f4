using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Ui.Timelines;

/// <summary>Where more is said of who did something; the pages behind it belong to a module.</summary>
public static class ActorAddress
{
    public const string People = "/settings/team",
        PeoplePermission = "person.read";

    public const string Keys = "/settings/keys",
        KeysPermission = "api_key.read";

    /// <summary>Everything about somebody of the team, also of who has left it.</summary>
    public static string Of(string person) => $"{People}/{Uri.EscapeDataString(person)}";

    /// <returns>the person's page, the key in the list of keys, and of anybody else what they did; null when the reader may see none of it</returns>
    public static string? Of(Caller reader, string actor) =>
        actor.StartsWith("usr_", StringComparison.Ordinal) && !reader.IsBound && reader.May(PeoplePermission) ? Of(actor)
        : actor.StartsWith("key_", StringComparison.Ordinal) && reader.May(KeysPermission) ? $"{Keys}?q={Uri.EscapeDataString(actor)}"
        : reader.May(LogAddress.Permission) ? LogAddress.By(actor)
        : null;
}
