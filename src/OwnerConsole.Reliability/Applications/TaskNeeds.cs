using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Applications;

/// <summary>Lists failed, late and unaccepted tasks under "Needs attention".</summary>
public sealed class TaskNeeds(TaskList list) : INeeds
{
    public string Permission => TaskRoutes.Permission;

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work)
    {
        var needs = new List<Need>();
        if (await list.ToSee(population, work) is var ended and > 0)
            needs.Add(new(Urgency.Now, $"{Wording.Count(ended, "task")} failed or completed late.", TaskRoutes.Address, "View tasks"));
        if (await list.WaitingSince(population, work) is { } since)
            needs.Add(new(Urgency.Today, "Your application isn't accepting tasks.", TaskRoutes.Address + "?state=offered", "View tasks") { Since = since });
        return needs;
    }
}
