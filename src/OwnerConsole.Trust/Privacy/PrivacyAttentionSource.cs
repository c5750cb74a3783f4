using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Trust.Privacy.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Lists privacy requests that are overdue or due within 7 days under "Needs attention".</summary>
internal sealed class PrivacyAttentionSource(TimeProvider clock) : IAttentionSource
{
    public string Permission => PrivacyRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var today = await PrivacyRequestFacts.FindToday(clock.GetUtcNow(), work);
        var until = today.AddDays(PrivacyDeadline.SoonDays);
        var due = await PrivacyRequest.ListOpen(until, AttentionList.MaxListed, work);
        var total = due.Count < AttentionList.MaxListed ? due.Count : await PrivacyRequest.CountDue(until, work);
        return new(total, [.. due.Select(request => ToItem(request, today))])
        {
            All = total > due.Count ? ($"All {Wording.Number(total)} privacy requests that are due", PrivacyRoutes.Address) : null,
        };
    }

    private static AttentionItem ToItem(PrivacyRequest request, DateOnly today)
    {
        var days = request.DueOn.DayNumber - today.DayNumber;
        return new(
            days <= 0 ? Urgency.Now
                : days == 1 ? Urgency.Today
                : Urgency.ThisWeek,
            $"{PrivacyLabels.Title(request.Kind, request.Law)} ({PrivacyLabels.Law(request.Law)}): {PrivacyLabels.Countdown(days)}.",
            PrivacyRoutes.Of(request.Id),
            "View request"
        );
    }
}
