using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Modules;

/// <summary>A panel that a module adds to another module's page, without a dependency between them.</summary>
/// <param name="Slot">Place on the page, such as <c>tenant.overview</c>.</param>
/// <param name="Permission">Permission required to see the panel.</param>
/// <param name="Order">Position in the slot, smallest first.</param>
public sealed record Panel(string Slot, string Permission, int Order, Func<IServiceProvider, PanelPlace, UnitOfWork, Task<RenderFragment>> Draw);

/// <summary>Context in which a panel is drawn.</summary>
/// <param name="Caller">Viewer of the page.</param>
/// <param name="Id">Id of the page's subject.</param>
/// <param name="Address">URL of the page, for buttons on the panel.</param>
public sealed record PanelPlace(Caller Caller, string Id, string Address)
{
    /// <summary>The page's subject on the page of a member; null on other pages.</summary>
    public SubjectResolver.ResolvedSubject? Member { get; init; }
}

/// <summary>All panels of the product, by slot.</summary>
public sealed class Panels(IEnumerable<Module> modules, IServiceProvider services)
{
    private readonly ILookup<string, Panel> _bySlot = modules
        .SelectMany(module => module.Panels)
        .OrderBy(panel => panel.Order)
        .ToLookup(panel => panel.Slot, StringComparer.Ordinal);

    public async Task<IReadOnlyList<RenderFragment>> Draw(string slot, PanelPlace place, UnitOfWork work)
    {
        var drawn = new List<RenderFragment>();
        var catalogue = services.GetRequiredService<OperationCatalogue>();
        foreach (var panel in _bySlot[slot].Where(panel => catalogue.Can(place.Caller, panel.Permission)))
            drawn.Add(await panel.Draw(services, place, work));
        return drawn;
    }
}
