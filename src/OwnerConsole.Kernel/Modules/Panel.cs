using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Modules;

/// <summary>What a module shows on another module's page, without either knowing the other.</summary>
/// <param name="Slot">the place, such as <c>tenant.overview</c></param>
/// <param name="Permission">without it the panel isn't drawn</param>
/// <param name="Order">in the slot, the smallest first</param>
public sealed record Panel(string Slot, string Permission, int Order, Func<IServiceProvider, PanelPlace, Work, Task<RenderFragment>> Draw);

/// <summary>Where a panel is drawn.</summary>
/// <param name="Caller">who looks at it</param>
/// <param name="Id">what the page is about</param>
/// <param name="Address">of the page, for what is pressed on the panel</param>
public sealed record PanelPlace(Caller Caller, string Id, string Address);

/// <summary>Every panel of the product, by slot.</summary>
public sealed class Panels(IEnumerable<Module> modules, IServiceProvider services)
{
    private readonly ILookup<string, Panel> _bySlot = modules
        .SelectMany(module => module.Panels)
        .OrderBy(panel => panel.Order)
        .ToLookup(panel => panel.Slot, StringComparer.Ordinal);

    public async Task<IReadOnlyList<RenderFragment>> Draw(string slot, PanelPlace place, Work work)
    {
        var drawn = new List<RenderFragment>();
        var catalogue = services.GetRequiredService<Catalogue>();
        foreach (var panel in _bySlot[slot].Where(panel => catalogue.May(place.Caller, panel.Permission)))
            drawn.Add(await panel.Draw(services, place, work));
        return drawn;
    }
}
