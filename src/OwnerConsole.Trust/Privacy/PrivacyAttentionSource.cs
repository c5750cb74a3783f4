using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Trust.Privacy.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Lists privacy requests that are overdue, due within 7 days, or new in the portal under "Needs attention".</summary>
/// <remarks>A request under CCPA is due when its receipt must be confirmed, until the team has done something about it.</remarks>
internal sealed class PrivacyAttentionSource(TimeProvider clock) : IAttentionSource
{
    public string Permission => PrivacyRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var today = await PrivacyRequestFacts.FindToday(clock.GetUtcNow(), work);
        var until = today.AddDays(PrivacyDeadline.SoonDays);
        var due = await PrivacyRequest.ListUrgent(until, AttentionList.MaxListed, work);
        var total = due.Count < AttentionList.MaxListed ? due.Count : await PrivacyRequest.CountUrgent(until, work);
        return new(total, [.. due.Select(request => ToItem(request, today))])
        {
            All = total > due.Count ? ($"All {Wording.Number(total)} privacy requests that need attention", PrivacyRoutes.Address) : null,
        };
    }

    private static AttentionItem ToItem(PrivacyRequest request, DateOnly today)
    {
        var days = (request.AcknowledgeBy ?? request.DueOn).DayNumber - today.DayNumber;
        var step =
            request.AcknowledgeBy is { } day ? $"Confirm receipt by {PrivacyLabels.Day(day)}. "
            : request is { IsUnread: true, IsSentByMember: true } ? "New in the portal. "
            : "";
        return new(
            days <= 0 ? Urgency.Now
                : days == 1 ? Urgency.Today
                : Urgency.ThisWeek,
            $"{PrivacyLabels.Title(request.Kind, request.Law)} ({PrivacyLabels.Law(request.Law)}): {step}{PrivacyLabels.Countdown(days)}.",
            PrivacyRoutes.Of(request.Id),
            "View request"
        );
    }
}
