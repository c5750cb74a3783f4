using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Lists failed, late and unaccepted tasks under "Needs attention".</summary>
public sealed class TaskAttentionSource(TaskList list) : IAttentionSource
{
    public string Permission => TaskRoutes.Permission;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var needs = new List<AttentionItem>();
        if (await list.CountUnacknowledged(mode, work) is var ended and > 0)
            needs.Add(new(Urgency.Now, $"{Wording.Count(ended, "task")} failed or completed late.", TaskRoutes.Address, "View tasks") { Count = ended });
        if (await list.WaitingSince(mode, work) is { } since)
            needs.Add(new(Urgency.Today, "Your application isn't accepting tasks.", TaskRoutes.Address + "?state=offered", "View tasks") { Since = since });
        return AttentionList.Of(needs);
    }
}
