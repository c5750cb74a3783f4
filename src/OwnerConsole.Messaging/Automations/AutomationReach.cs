using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Tenants that an automation would have started for in the past 30 days, by their current values.</summary>
/// <param name="Tenants">Number of different tenants.</param>
/// <param name="Starts">Number of sequences.</param>
/// <param name="IsPartial">Whether there were more events or dates than are counted.</param>
/// <param name="Examples">IDs of up to 20 of these tenants, the latest first.</param>
public sealed record AutomationReach(long Tenants, long Starts, bool IsPartial, IReadOnlyList<string> Examples)
{
    public const int Days = 30;

    /// <summary>Newest entries of the log that are searched for events.</summary>
    private const int MaxLines = 50_000,
        MaxDates = 10_000,
        MaxExamples = 20;

    /// <summary>Highest number of runs of its operations on one day in UTC, if no sequence ended early. It can be compared with the ceiling.</summary>
    internal long BusiestDay { get; private init; }

    public static async Task<AutomationReach> Find(AutomationInput input, Mode mode, UnitOfWork reading)
    {
        var rows =
            input.Date is { } date ? await Dates(date, input.OffsetDays, mode, reading)
            : input.Change is { } change ? await Changes(change, mode, reading)
            : await Events(input.Events!, mode, reading);
        var profiles = await SequenceProfiles.Load([.. rows.Select(row => (row.TenantId, row.MemberId))], input.Conditions!, reading);
        var reached = rows.Where(row => profiles.Find(row.TenantId, row.MemberId)?.Meets(input.Conditions!, Facts(row.Data)) == true).ToList();
        var tenants = reached.Select(row => row.TenantId).Distinct(StringComparer.Ordinal).ToList();
        return new(tenants.Count, reached.Count, rows is [{ IsPartial: true }, ..], [.. tenants.Take(MaxExamples)])
        {
            BusiestDay = FindBusiestDay(input, reached, await reading.One<DateTimeOffset>("select now()")),
        };
    }

    /// <summary>Groups starts by the hour, because a wait lasts whole hours and an automation can have 50,000 starts.</summary>
    /// <returns>Highest number of runs until now.</returns>
    private static long FindBusiestDay(AutomationInput input, IReadOnlyList<Row> reached, DateTimeOffset now)
    {
        var starts = input.Once ? reached.OrderBy(row => row.At).DistinctBy(row => (row.TenantId, row.MemberId)) : reached;
        var hours = starts.CountBy(row => HourOf(row.At)).ToList();
        var (delay, days) = (0L, new Dictionary<long, long>());
        foreach (var step in input.Steps!) // not null: it is normalized
        {
            var last = HourOf(now) - delay;
            if (step.Kind is StepKind.Operation)
                foreach (var (hour, count) in hours.Where(start => start.Key <= last))
                {
                    var day = (hour + delay) / AutomationStep.HoursPerDay;
                    days[day] = days.GetValueOrDefault(day) + count;
                }
            delay += (long)step.Duration.TotalHours;
        }
        return days.Values.DefaultIfEmpty().Max();
    }

    private static long HourOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;

    /// <returns>Values of an event; an empty object for none.</returns>
    internal static JsonElement Facts(string? data) => data is null ? s_none : JsonElement.Parse(data);

    private static readonly JsonElement s_none = JsonElement.Parse("{}");

    private static Task<IReadOnlyList<Row>> Events(IReadOnlyList<string> events, Mode mode, UnitOfWork reading) =>
        reading.List<Row>(
            $"""
            with recent as materialized (
              select l.tenant_id, l.event, l.data, l.at, l.id, l.subject from core.log l where l.at > now() - make_interval(days => @days) order by l.at desc, l.id desc limit @most)
            select r.tenant_id, {MemberTrigger.MemberSql('r')} as member_id, r.at, r.data, (select count(*) from recent) >= @most as is_partial
              from recent r join core.tenants t on t.tenant_id = r.tenant_id
             where r.event = any(@events) and t.mode = @mode
             order by r.at desc, r.id desc
            """,
            new
            {
                days = Days,
                most = MaxLines,
                events = events.ToArray(),
                mode,
            }
        );

    private static Task<IReadOnlyList<Row>> Dates(AutomationDate date, int offset, Mode mode, UnitOfWork reading) =>
        reading.List<Row>(
            $"""
            select d.tenant_id, null::text as member_id, d.at + make_interval(days => @offset) as at, null::text as data, count(*) over () >= @most as is_partial
              from ({AutomationDates.Sql(date)}) d join core.tenants t on t.tenant_id = d.tenant_id
             where t.mode = @mode and d.at > now() - make_interval(days => @days + @offset) and d.at <= now() - make_interval(days => @offset)
             order by d.at desc, d.tenant_id
             limit @most
            """,
            new
            {
                days = Days,
                offset,
                most = MaxDates,
                mode,
            }
        );

    private static Task<IReadOnlyList<Row>> Changes(AttributeChange change, Mode mode, UnitOfWork reading) =>
        reading.List<Row>(
            $"""
            select d.tenant_id, d.member_id, d.at, null::text as data, count(*) over () >= @most as is_partial
              from ({change.Sql("now() - make_interval(days => @Days)", "now()")}) d join core.tenants t on t.tenant_id = d.tenant_id
             where t.mode = @mode
             order by d.at desc, d.tenant_id
             limit @most
            """,
            new
            {
                attribute = change.Attribute,
                before = change.Before,
                after = change.After,
                Days,
                most = MaxDates,
                mode,
            }
        );

    private sealed record Row(string TenantId, string? MemberId, DateTimeOffset At, string? Data, bool IsPartial);
}
