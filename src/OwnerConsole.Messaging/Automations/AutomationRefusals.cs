using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Refusals that several operations on automations have in common.</summary>
internal static class AutomationRefusals
{
    public static Refusal Deleted => new("deleted", $"This automation is deleted.");

    public static Refusal NotPermitted =>
        new("operations_not_permitted", $"It runs operations that you can't run yourself, or only up to a ceiling. Ask a team member with these permissions.");

    public static Refusal EndpointRemoved =>
        new("endpoint_removed", $"A step sends to a webhook endpoint that doesn't exist or was removed. Choose another endpoint.");

    public static Refusal EmailNotSetUp => new("email_not_set_up", $"It sends emails, and no mail server is set up. Set one up in the settings.");
}
