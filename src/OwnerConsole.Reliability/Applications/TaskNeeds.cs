using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Applications;

/// <summary>Tasks that ended other than they should have, and those that nobody takes on.</summary>
public sealed class TaskNeeds(TaskList list) : INeeds
{
    public string Permission => TaskRoutes.Permission;

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work)
    {
        var needs = new List<Need>();
        if (await list.ToSee(population, work) is var ended and > 0)
            needs.Add(new(Urgency.Now, $"{Wording.Count(ended, "task")} of the application failed or came late.", TaskRoutes.Address, "Look at it"));
        if (await list.WaitingSince(population, work) is { } since)
            needs.Add(new(Urgency.Today, "The application takes no tasks on.", TaskRoutes.Address + "?state=offered", "Look at it") { Since = since });
        return needs;
    }
}
