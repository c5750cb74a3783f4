using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Lists what a module adds to the console. Operations are discovered by type and need no entry here.</summary>
public abstract class Module
{
    /// <summary>Sidebar links of the module.</summary>
    public virtual IEnumerable<PageLink> Links => [];

    /// <summary>Places below the sidebar pages that search can lead to directly.</summary>
    public virtual IEnumerable<SearchEntry> SearchEntries => [];

    /// <summary>Panels that the module adds to pages of other modules.</summary>
    public virtual IEnumerable<Panel> Panels => [];

    /// <summary>Platform-wide settings of the module.</summary>
    public virtual IEnumerable<Setting> Settings => [];

    /// <summary>Event types that the module sends to webhooks.</summary>
    public virtual IEnumerable<EventKind> Events => [];

    public virtual void AddServices(IServiceCollection services) { }

    /// <summary>Maps pages and endpoints. Each route must end in <see cref="Permissions.RequirePermission"/> or <see cref="Permissions.AllowAnyone"/>.</summary>
    public virtual void MapRoutes(IEndpointRouteBuilder routes) { }
}

/// <summary>A link in the sidebar.</summary>
/// <param name="Section">Section of the sidebar; the first page of a section is the link of the section itself.</param>
/// <param name="Order">Position in the section, smallest first.</param>
/// <param name="About">Class of all fields on the page; the link is hidden from roles that can't see this class.</param>
public sealed record PageLink(Section Section, string Title, string Address, string Permission, int Order = 0, FieldClass? About = null)
{
    /// <summary>Other words that people search the page by, separated by commas.</summary>
    public string Synonyms { get; init; } = "";

    /// <summary>Text next to the title in search results; null to show the section.</summary>
    public string? Description { get; init; }

    /// <summary>Tabs of the page, each with its own address and permission; the first is the link's own. A caller who can't read it gets a link to the first tab that they can read.</summary>
    public IReadOnlyList<PageTab> Tabs { get; init; } = [];

    /// <summary>Addresses of the page and its tabs.</summary>
    public IEnumerable<string> Addresses => Tabs.Select(tab => tab.Address).Prepend(Address);
}

/// <summary>Sections of the sidebar, in display order.</summary>
public enum Section
{
    Overview,
    Tenants,
    Revenue,
    Support,
    Messaging,
    Product,
    Reliability,
    Trust,
    Settings,
    Help,
}
