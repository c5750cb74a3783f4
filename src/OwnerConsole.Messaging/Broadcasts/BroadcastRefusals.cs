using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Refusals that several operations on broadcasts have in common.</summary>
internal static class BroadcastRefusals
{
    public static Refusal Deleted => new("deleted", $"This broadcast is deleted.");

    public static Refusal AlreadySending => new("already_sending", $"It is being sent or was sent, so it can't be changed. Correct it, or duplicate it.");

    public static Refusal UnknownTenant => new("unknown_tenant", $"A tenant doesn't exist. Enter one ID per line, such as tnt_… or ext:acme.");
}
