using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Approves open requests that match a rule. Each approval is a separate run in the rule's name, which has no other permission and is limited by its ceiling.</summary>
/// <remarks>A request that a rule has approved once is never approved by a rule again, because a team member undid that approval on purpose.</remarks>
public sealed class RuleApprover(Database database, Previews previews, Runner runner, ILogger<RuleApprover> log) : IWorkHandler
{
    private const int AtOnce = 50;

    public string Name => "upgrade_rules.approve";

    public string Title => "Approve upgrade requests by rule";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        foreach (var (rule, request) in await FindMatching(stop))
            await Approve(rule, request, stop);
        return WorkOutcome.Completed;
    }

    private async Task<IReadOnlyList<(UpgradeRule Rule, MatchingRequest Request)>> FindMatching(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rules = await UpgradeRule.Find(work);
        var found = new List<(UpgradeRule, MatchingRequest)>();
        foreach (var rule in rules.Where(rule => rule.Used < rule.Daily))
        {
            var matching = await work.List<MatchingRequest>(
                """
                select u.upgrade_id, t.mode
                  from upgrades.requests u join core.tenants t using (tenant_id)
                 where u.state = 'open' and u.plan = @Plan and (@InsteadOf::text is null or u.replaces = array[@InsteadOf::text])
                   and t.opened_at <= now() - make_interval(days => @TenureDays)
                   and not exists (select 1 from core.run_subjects s join core.runs r using (run_id)
                                    where s.tenant_id = u.tenant_id and s.subject_id = u.upgrade_id and r.requested_by like 'upr\_%')
                 order by u.opened_at, u.upgrade_id
                 limit @AtOnce
                """,
                new
                {
                    rule.Plan,
                    rule.InsteadOf,
                    rule.TenureDays,
                    AtOnce,
                }
            );
            var fit = await FilterApprovable([.. matching.Select(matchingRequest => matchingRequest.UpgradeId)], work);
            found.AddRange(
                matching
                    .Where(matchingRequest => fit.Contains(matchingRequest.UpgradeId))
                    .Take((int)(rule.Daily - rule.Used))
                    .Select(matchingRequest => (rule, matchingRequest))
            );
        }
        return [.. found.DistinctBy(one => one.Item2.UpgradeId)];
    }

    /// <returns>The requests that can be approved without a second approver.</returns>
    private static async Task<IReadOnlyCollection<string>> FilterApprovable(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var (approve, input) = (new ApproveUpgrade(), new ApproveUpgrade.Input());
        return
        [
            .. (ids.Count == 0 ? [] : await UpgradeFacts.Load(ids, null, work))
                .Where(request => approve.Refuse(request, input) is null)
                .Where(request =>
                    ConfirmationPolicy.For(1, approve.Decide(request, input).Weight, approve.Definition)
                        is RequiredConfirmation.Nothing
                            or RequiredConfirmation.Confirm
                )
                .Select(request => request.UpgradeId),
        ];
    }

    private async Task Approve(UpgradeRule rule, MatchingRequest request, CancellationToken stop)
    {
        var caller = new Caller(rule.RuleId, CallerKind.System, [ApproveUpgrade.Name], request.Mode);
        try
        {
            var preview = await previews.Create(caller, ApproveUpgrade.Name, TargetSelection.Of([request.UpgradeId]), Json.Element(new { }), stop);
            if (preview.Accepted == 1 && preview.OverCeiling is null)
                await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, key: null, stop);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            log.LogInformation("{Rule} does not approve {Request}: {Why}", rule.RuleId, request.UpgradeId, problem.Message);
        }
    }

    private sealed record MatchingRequest(string UpgradeId, Mode Mode);
}
