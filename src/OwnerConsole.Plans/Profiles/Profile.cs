using System.ComponentModel;

namespace OwnerConsole.Plans.Profiles;

/// <summary>Kinds of platforms with a ready profile.</summary>
public enum Profile
{
    [Description("Discord bot: servers and employees")]
    Bot,

    [Description("Studio booking: studios and clients")]
    Studio,

    [Description("School: tenants and students")]
    School,

    [Description("Creative tool: customer accounts and users")]
    Creative,

    [Description("Other SaaS: tenants and users")]
    Saas,
}
