using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Finds lines of the log, newest first, of all tenants, one tenant or one person. Each page is read from an index, regardless of the size of the
/// log.
/// </summary>
public sealed class LogQuery
{
    /// <summary>Maximum number of new lines to count; beyond it the count is shown as "more than".</summary>
    private const int MaxCountAhead = 10_000;

    /// <param name="cursor">Cursor of the previous page.</param>
    public async Task<Page<LogEntry>> Find(LogFilter filter, string? cursor, int limit, UnitOfWork work)
    {
        var rows = await work.List<LogEntry>(
            $"""
            select {LogLineReader.Columns}, l.id,
                   case when l.outcome = 'done' and l.pruned_at is null then
                     (select nullif(p.effects, '[]') from core.preview_subjects p
                       where p.tenant_id = l.tenant_id and p.subject_id = l.subject
                         and p.preview_id = coalesce(r.preview_id, (select was.preview_id from core.runs was where was.run_id = r.undo_of))) end as effects,
                   case when l.kind = 'run' and l.outcome = 'done' then
                     (select s.created from core.run_subjects s where s.tenant_id = l.tenant_id and s.run_id = l.run_id and s.subject_id = l.subject) end as created,
                   coalesce(r.subjects, 0) as subjects,
                   l.kind = 'run' and l.outcome = 'done' and l.pruned_at is null and coalesce(r.undo_until > now(), false)
                     and not exists (select 1 from core.runs u where u.undo_of = l.run_id and not {RunRows.IsLeft}) as can_undo
              from ({Newest(filter, cursor is null ? "" : "and (l.at, l.id) < (@afterAt, @afterId)")}) n
              join core.log l on l.id = n.id
              join core.log_order o on o.id = n.id
              left join core.runs r on r.run_id = l.run_id
             order by l.at desc, l.id desc
             limit @most
            """,
            Arguments(filter, cursor, limit + 1)
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.At, last.Id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Counts the lines after a position.</summary>
    /// <returns>The count, at most <paramref name="most"/>.</returns>
    public Task<long> CountAfter(LogFilter filter, long pos, int most, UnitOfWork work) =>
        work.One<long>(
            $"""
            select count(*)
              from (select 1
                      from (select id from core.log_order where pos > @pos order by pos limit {MaxCountAhead}) o
                      join core.log l on l.id = o.id
                     where true {Where(filter)} {(filter.Mentions is null ? "" : Mentioned)}
                     limit @most) found
            """,
            Arguments(filter, null, most, pos)
        );

    private static string Newest(LogFilter filter, string after)
    {
        var rest = $"{Where(filter)} {(filter.Until is null ? "" : "and o.pos <= @until")} {after}";
        const string lines = "select l.id, l.at from core.log l join core.log_order o on o.id = l.id";
        const string order = "order by l.at desc, l.id desc limit @most";
        AnyOf[] any =
            filter.Mentions is not null
                ?
                [
                    new("l.tenant_id", "ids"),
                    new($"{Stranger} and l.subject", "ids"),
                    new("l.actor", "ids"),
                    new("l.run_id", "ids"),
                    new("l.operation", "operations"),
                ]
            : filter.Records.Count > 0 ? [new($"{Stranger} and l.subject", "records")]
            : filter.Actors.Count > 1 ? [new("l.actor", "actors")]
            : [];
        return any.Length == 0 ? $"{lines} where true {rest} {order}" : TopNPerValue.Sql($"{lines} where true {rest}", order, any);
    }

    /// <summary>Excludes the tenant itself, whose lines are found by tenant id.</summary>
    private const string Stranger = "l.subject <> l.tenant_id";

    private const string Mentioned =
        "and (l.tenant_id = any(@ids) or l.subject = any(@ids) or l.actor = any(@ids) or l.run_id = any(@ids) or l.operation = any(@operations))";

    private static string Where(LogFilter filter) =>
        Conditions.And(
            (filter.Actors.Count == 1, "l.actor = @actor"),
            (filter.Actors.Count > 1, "l.actor = any(@actors)"),
            (filter.Operation is not null, "l.operation = @operation"),
            (filter.TenantId is not null, "l.tenant_id = @tenantId"),
            (
                filter.Subject is not null,
                $"l.subject = @subject and {(filter.Subject is { } subject && IdGenerator.IsTenant(subject) ? "l.tenant_id = @subject" : Stranger)}"
            ),
            (filter.Records.Count > 0, $"l.subject = any(@records) and {Stranger}"),
            (filter.Outcome is not null, filter.Outcome is LogOutcome.Done ? "l.outcome = 'done'" : "l.outcome = @outcome and l.outcome <> 'done'"),
            (filter.Kind is not null, filter.Kind is LogKind.Undo or LogKind.System ? "l.kind = @kind and l.kind in ('undo', 'system')" : "l.kind = @kind"),
            (filter.From is not null, "l.at >= @from"),
            (filter.To is not null, "l.at < @to"),
            (filter.OnlyTenant is not null, "l.tenant_id = @onlyTenant"),
            (filter.Mode is not null, "coalesce((select t.mode from core.tenants t where t.tenant_id = l.tenant_id), 'live') = @mode")
        );

    private static object Arguments(LogFilter filter, string? cursor, int most, long? pos = null)
    {
        var (afterAt, afterId) = cursor is null ? default : Cursor.ReadInstantAndNumber(cursor);
        return new
        {
            actor = filter.Actors.FirstOrDefault(),
            actors = filter.Actors,
            operation = filter.Operation,
            tenantId = filter.TenantId,
            subject = filter.Subject,
            records = filter.Records,
            outcome = filter.Outcome,
            kind = filter.Kind,
            from = filter.From,
            to = filter.To,
            ids = filter.Mentions?.Ids ?? [],
            operations = filter.Mentions?.Operations ?? [],
            until = filter.Until,
            mode = filter.Mode,
            onlyTenant = filter.OnlyTenant,
            afterAt,
            afterId,
            most,
            pos,
        };
    }
}
