using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Tenants whose MRR is converted into the reporting currency.</summary>
internal static class Conversions
{
    private const string Origin = "movements.convert";

    /// <summary>Stores what tenants pay in other currencies than the reporting currency.</summary>
    public static Task Store(IReadOnlyDictionary<string, ConvertedMovements> converted, UnitOfWork work) =>
        work.Execute(
            """
            with given as (
              select r.tenant_id, r.currency, t.mode, r.native_minor, r.missing_day, r.factor
                from jsonb_to_recordset(@rows) r(tenant_id text, currency text, native_minor numeric, missing_day date, factor numeric)
                join core.tenants t using (tenant_id)),
            removed as (
              delete from movements.currencies c
               where c.tenant_id = any(@ids) and not exists (select from given g where g.tenant_id = c.tenant_id and g.currency = c.currency))
            insert into movements.currencies as c (tenant_id, currency, mode, native_minor, missing_day, factor)
            select g.tenant_id, g.currency, g.mode, g.native_minor, g.missing_day, g.factor from given g
            on conflict (tenant_id, currency) do update
               set native_minor = excluded.native_minor, missing_day = excluded.missing_day, factor = excluded.factor
             where (c.native_minor, c.missing_day, c.factor) is distinct from (excluded.native_minor, excluded.missing_day, excluded.factor)
            """,
            new
            {
                ids = converted.Keys.ToArray(),
                rows = Json.Element(
                    converted.SelectMany(tenant =>
                        tenant.Value.Currencies.Select(mrr => new
                        {
                            TenantId = tenant.Key,
                            mrr.Currency,
                            NativeMinor = mrr.Minor,
                            mrr.MissingDay,
                            mrr.Factor,
                        })
                    )
                ),
            }
        );

    /// <param name="since">First day whose rate has changed.</param>
    /// <returns>Tenants whose MRR depends on rates of a currency since that day, after one of them in the order of their ids. Rates of the current month
    /// only concern tenants with movements since, and those that aren't converted.</returns>
    public static Task<IReadOnlyList<string>> FindTenants(string currency, DateTimeOffset since, string after, int limit, UnitOfWork work) =>
        work.List<string>(
            """
            select distinct c.tenant_id
              from movements.currencies c
             cross join core.reporting r
             where c.tenant_id > @after and (c.currency = @currency or @currency = r.currency)
               and (@since < date_trunc('month', now() at time zone r.zone) at time zone r.zone
                    or exists (select from movements.currencies m where m.tenant_id = c.tenant_id and m.missing_day is not null)
                    or exists (select from movements.movements m where m.tenant_id = c.tenant_id and m.at >= @since - interval '1 day'))
             order by c.tenant_id
             limit @limit
            """,
            new
            {
                currency,
                since,
                after,
                limit,
            }
        );

    /// <summary>
    /// Has tenants recalculated after the reporting currency or the time zone has changed, after the end of a month, when their MRR is revalued, and when the day of constant
    /// currency is chosen.
    /// </summary>
    public static async Task MarkIfChanged(Database database, CancellationToken stop)
    {
        if (await FindChanged(database, stop) is not { } tenants)
            return;
        await using var work = await database.Write(WriteOrigin.Intake(Origin), [IdGenerator.Platform], stop);
        await ClosedMonths.Lock(work);
        var state = await Read(work);
        if (!state.IsChanged)
            return; // marked by another execution of this job
        await work.MarkStale(tenants);
        await work.Execute("update movements.settings set conversion = @Current, constant_day = coalesce(constant_day, @NewConstantDay)", state);
        await work.Commit();
    }

    /// <returns>Tenants to recalculate: all of them if the currency has changed, else those that pay in other currencies; null if nothing has changed.</returns>
    private static async Task<IReadOnlyList<string>?> FindChanged(Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var state = await Read(reading);
        return !state.IsChanged
            ? null
            : await reading.List<string>(
                state.HasOtherCurrency
                    ? "select distinct tenant_id from movements.movements"
                    : "select tenant_id from movements.currencies union select tenant_id from movements.movements where currency <> (select currency from core.reporting)"
            );
    }

    private static async Task<State> Read(UnitOfWork work) =>
        (
            await work.One<State>(
                """
                select s.conversion as stored, r.currency || ' ' || r.zone || ' ' || to_char(now() at time zone r.zone, 'YYYY-MM') as current, r.currency,
                       case when s.constant_day is null then
                         (select greatest(min(e.day), y.day) from rates.exchange_rates e where e.tenant_id = 'tnt_platform' and e.closed_by is null and e.day between y.day - 7 and now() having count(*) > 0) end as new_constant_day
                  from movements.settings s cross join core.reporting r
                 cross join lateral (select date_trunc('year', now() at time zone r.zone)::date as day) y
                """
            )
        )!; // both tables always have a row

    /// <param name="Stored">Currency, time zone and month that were used last; null before the first time.</param>
    /// <param name="NewConstantDay">Day of constant currency, if none is chosen yet: the first day of the year, or the first one with rates. Null if there are no rates.</param>
    internal sealed record State(string? Stored, string Current, string Currency, DateOnly? NewConstantDay)
    {
        public bool IsChanged => Stored != Current || NewConstantDay is not null;

        public bool HasOtherCurrency => Stored is not null && !Stored.StartsWith(Currency, StringComparison.Ordinal);
    }
}
