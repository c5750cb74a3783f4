using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Refusals that several operations on campaigns have in common.</summary>
internal static class CampaignRefusals
{
    public static Refusal NameTaken => new("name_taken", $"Another campaign has this name.");

    public static Refusal UnknownTenant => new("unknown_tenant", $"An excluded tenant doesn't exist. Enter one ID per line, such as tnt_… or ext:acme.");

    public static Refusal Deleted => new("deleted", $"This campaign is deleted.");

    public static Refusal IsDefault =>
        new("default_campaign", $"The default campaign has no conditions and is always last. It can be turned off, but not deleted or moved.");
}
