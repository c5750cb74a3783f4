using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Reads the log: stores the entries that rules count, and lets the rules be evaluated at once.</summary>
internal sealed class AlertSubscriber : ILogSubscriber
{
    public string Name => "alerts";

    public string HasRecipients => "exists (select from alerts.rules r where r.closed_by is null)";

    public async Task Handle(IReadOnlyList<StoredLogLine> lines, UnitOfWork work)
    {
        var rules = (await AlertRule.List(work)).Where(rule => rule.Kind.CountsEvents() && !rule.IsPaused).ToList();
        var live = await FindLive(lines, work);
        var found = lines
            .Where(line => live.Contains(line.TenantId))
            .SelectMany(line =>
                rules
                    .Where(rule => line.At >= rule.EnabledAt && FindCode(rule, line) is not null)
                    .Select(rule => (Rule: rule.Id, line.Pos, line.At, Code: FindCode(rule, line)!)) // not null: selected
            )
            .ToList();
        if (found.Count > 0)
            await Store(found, work);
        if (found.Count > 0 || lines.Any(line => line.Code is { } code && ProbeHealth.Codes.Contains(code)))
            await work.MakeDue([AlertEvaluator.Lane]);
    }

    private static string? FindCode(AlertRule rule, StoredLogLine line) => rule.Codes.FirstOrDefault(code => code == line.Code || code == line.Event);

    /// <returns>The platform and live tenants: what happens to demo data causes no alert.</returns>
    private static async Task<IReadOnlySet<string>> FindLive(IReadOnlyList<StoredLogLine> lines, UnitOfWork work) =>
        (
            await work.List<string>(
                "select t.tenant_id from core.tenants t where t.tenant_id = any(@tenants) and t.mode = 'live'",
                new { tenants = lines.Select(line => line.TenantId).Distinct(StringComparer.Ordinal).ToArray() }
            )
        )
            .Append(IdGenerator.Platform)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Only as many entries as a rule needs are kept, so that frequent ones don't fill the disk.</summary>
    private static async Task Store(IReadOnlyList<(string Rule, long Pos, DateTimeOffset At, string Code)> found, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into alerts.rule_events (tenant_id, rule_id, pos, at, code)
            select 'tnt_platform', e.rule_id, e.pos, e.at, e.code from unnest(@rules, @positions, @times, @codes) e(rule_id, pos, at, code)
            on conflict (tenant_id, rule_id, pos) do nothing
            """,
            new
            {
                rules = found.Select(entry => entry.Rule).ToArray(),
                positions = found.Select(entry => entry.Pos).ToArray(),
                times = found.Select(entry => entry.At).ToArray(),
                codes = found.Select(entry => entry.Code).ToArray(),
            }
        );
        await work.Execute(
            """
            delete from alerts.rule_events e
             using (select i.rule_id, i.pos, row_number() over (partition by i.rule_id order by i.pos desc) as nth
                      from alerts.rule_events i where i.tenant_id = 'tnt_platform' and i.rule_id = any(@rules)) ranked
              join alerts.rules r on r.tenant_id = 'tnt_platform' and r.rule_id = ranked.rule_id and r.closed_by is null
             where e.tenant_id = 'tnt_platform' and e.rule_id = ranked.rule_id and e.pos = ranked.pos and ranked.nth > r.min_events
            """,
            new { rules = found.Select(entry => entry.Rule).Distinct(StringComparer.Ordinal).ToArray() }
        );
    }
}
