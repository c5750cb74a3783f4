using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Settings of the status page.</summary>
/// <param name="Name">Name in its header.</param>
/// <param name="Link">Website that the name links to; null for none.</param>
/// <param name="SupportLink">Address where visitors can ask for help, https or mailto; null for none.</param>
/// <param name="Accent">Color of its header, in the form #rrggbb.</param>
/// <param name="IsEnabled">Whether it is public.</param>
/// <param name="Address">Its own address, such as https://status.example.com; null for that of the console.</param>
public sealed record StatusPageSettings(string Name, string? Link, string? SupportLink, string Accent, bool IsEnabled, string? Address = null)
{
    internal static readonly StateRows Versions = new("status_pages.settings", "tenant_id") { Conflict = "other.tenant_id = this.tenant_id" };

    internal static readonly StatusPageSettings Default = new("Status", null, null, AccentColor.Default, false);

    internal static async Task<StatusPageSettings> Find(UnitOfWork work) =>
        await work.One<StatusPageSettings>(
            "select name, link, support_link, accent, is_enabled, address from status_pages.settings where tenant_id = 'tnt_platform' and closed_by is null"
        ) ?? Default;
}
