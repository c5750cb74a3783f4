using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Modules;

/// <summary>A folder's table of contents: what the program finds in a capability. Operations are found by type and need no line here.</summary>
public abstract class Module
{
    /// <summary>What the sidebar shows of it.</summary>
    public virtual IEnumerable<PageLink> Links => [];

    /// <summary>What it shows on other modules' pages.</summary>
    public virtual IEnumerable<Panel> Panels => [];

    /// <summary>What the owner chooses of it for the whole platform.</summary>
    public virtual IEnumerable<Setting> Settings => [];

    /// <summary>What endpoints are told by it.</summary>
    public virtual IEnumerable<EventKind> Events => [];

    public virtual void AddServices(IServiceCollection services) { }

    /// <summary>Pages and endpoints. Every one ends in <see cref="Permissions.Needs"/> or <see cref="Permissions.ForAnyone"/>.</summary>
    public virtual void MapRoutes(IEndpointRouteBuilder routes) { }
}

/// <summary>A line of the sidebar.</summary>
/// <param name="Section">the first page of a section carries the section itself</param>
/// <param name="Order">of the link inside its section, the smallest first</param>
/// <param name="About">all that stands there is of this class: who isn't shown it has no such line</param>
public sealed record PageLink(Section Section, string Title, string Address, string Permission, int Order = 0, FieldClass? About = null);

/// <summary>The sidebar's sections, in the order they are shown.</summary>
public enum Section
{
    Overview,
    Tenants,
    Revenue,
    Support,
    Product,
    Reliability,
    Trust,
    Settings,
}
