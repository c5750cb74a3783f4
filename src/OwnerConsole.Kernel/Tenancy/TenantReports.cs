using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores reports of tenants: creates new tenants and updates known ones. Never lifts a suspension.</summary>
public sealed class TenantReports(Database database, IdGenerator ids, LogWriter logbook, SubjectResolver subjects, DeclarationCache declarations)
{
    public const int MaxItems = 500;

    /// <param name="Named"><c>ext:</c> and the application's id creates or updates; a <c>tnt_</c> id only updates.</param>
    /// <param name="Body">Fields as returned by <see cref="TenantReportRequest.Read"/>.</param>
    /// <param name="At">Position in the request, for errors; empty for a single report.</param>
    public sealed record Item(string Named, JsonElement Body, string At = "");

    /// <summary>Stores all items or none.</summary>
    /// <returns>Results in the order of the items.</returns>
    /// <exception cref="Problem">404 for an unknown or inaccessible <c>tnt_</c> id; 400 for a duplicate or an attribute that contradicts its declaration.</exception>
    public Task<IReadOnlyList<AppliedTenantReport>> Apply(Caller caller, IReadOnlyList<Item> items, CancellationToken stop) =>
        Apply(caller, items, adjust: null, stop);

    /// <summary>Stores the items that the adjustment returns, in the same transaction as the rows that the adjustment writes.</summary>
    /// <param name="adjust">Changes or removes reports; null to store all as they are.</param>
    /// <inheritdoc cref="Apply(Caller, IReadOnlyList{Item}, CancellationToken)"/>
    public async Task<IReadOnlyList<AppliedTenantReport>> Apply(
        Caller caller,
        IReadOnlyList<Item> items,
        TenantReportAdjustment? adjust,
        CancellationToken stop
    )
    {
        if (items.Count is 0 or > MaxItems)
            throw Problem.Invalid("data", $"must contain 1 to {MaxItems} reports.");
        var mode = caller.Mode ?? Mode.Live;
        ReportedAttributes.Check(items.Select(item => (item.Body, item.At)), declarations.Current.TypedAttributesOf(mode));
        while (true)
        {
            var known = (await subjects.Find(caller, mode, [.. items.Select(item => item.Named)], stop)).ToDictionary(
                found => found.Named,
                StringComparer.Ordinal
            );
            var targets = items.Select(item => Target(caller, item, known)).ToList();
            if (
                targets.Select(target => target.Id).Distinct(StringComparer.Ordinal).Count() != targets.Count
                || items.DistinctBy(item => item.Named).Count() != items.Count
            )
                throw Problem.Invalid("data", "lists a tenant twice.");
            if (await TransientErrors.Retry(() => Write(caller, mode, targets, adjust, stop), stop) is { } reported)
                return reported;
        }
    }

    private AppliedTenantReport Target(Caller caller, Item item, Dictionary<string, SubjectResolver.ResolvedSubject> known)
    {
        if (known.TryGetValue(item.Named, out var found) && found.IsTenant)
            return new(found.Id, found.ExternalId!, false, item.Body, item.At);
        if (!item.Named.StartsWith("ext:", StringComparison.Ordinal) || caller.OnlyTenant is not null)
            throw Problem.NotFound("tenant", item.Named);
        return new(ids.New("tnt"), item.Named[4..], true, item.Body, item.At);
    }

    /// <returns>Null when another request created one of the new tenants concurrently; the ids are then looked up again.</returns>
    private async Task<IReadOnlyList<AppliedTenantReport>?> Write(
        Caller caller,
        Mode mode,
        IReadOnlyList<AppliedTenantReport> targets,
        TenantReportAdjustment? adjust,
        CancellationToken stop
    )
    {
        database.DiskSpaceGuard.ThrowIfFull();
        var scope = targets.Select(target => target.Id);
        await using var work = await database.Write(
            WriteOrigin.Intake("tenant.report"),
            [.. adjust is null ? scope : scope.Append(IdGenerator.Platform)],
            stop
        );
        var known = targets.Select(target => target.Id).ToArray();
        var before = await Lifecycles("order by tenant_id for no key update", known, work);
        targets =
        [
            .. targets.Select(target => before.TryGetValue(target.Id, out var was) && was is TenantLifecycle.Anonymised ? target.WithoutPersonalData : target),
        ];
        if (adjust is not null && (targets = await adjust(targets, work)).Count == 0)
        {
            await work.Commit();
            return targets;
        }
        var reports = targets
            .Select(target =>
                Json.Element(
                    new
                    {
                        target.Id,
                        target.ExternalId,
                        target.Body,
                    }
                )
            )
            .ToArray();
        var dated = targets.Where(target => target.EffectiveAt is not null).ToList();
        await Check(dated, work);
        await CheckPrices(targets, work);

        var made = await work.Execute(
            TenantReportSql.InsertSql,
            new
            {
                reports,
                mode,
                at = work.Now,
            }
        );
        if (made != targets.Count(target => target.Created))
            return null;
        await work.Execute(TenantReportSql.UpdateSql, new { reports, at = work.Now });
        await work.Execute(TenantReportSql.Status, new { reports, mode });
        await work.Execute(TenantReportSql.Plans, new { reports });
        await work.Execute(TenantReportSql.Attributes, new { reports, known = TenantReportRequest.KnownAttributes });
        if (dated.Count > 0)
            await ApplyDated(reports, [.. dated.Select(target => target.Id)], work);
        var after = targets.Any(target => target.Body.TryGetProperty("lifecycle", out _)) ? await Lifecycles("", known, work) : before;
        logbook.Write([.. targets.Select(target => Line(caller, target, before, after)).OfType<LogLine>()], work);
        await work.Commit();
        return targets;
    }

    /// <summary>Accepts past dates only until the first month is closed, because later revenue has already been published.</summary>
    private static async Task Check(IReadOnlyList<AppliedTenantReport> dated, UnitOfWork work)
    {
        if (dated.Count == 0)
            return;
        var until = await work.One<DateTimeOffset?>("select imports_until from core.reporting for share");
        foreach (var target in dated)
        {
            var field = target.At.Length > 0 ? $"{target.At}.effective_at" : "effective_at";
            if (target.EffectiveAt > work.Now)
                throw Problem.Invalid(field, "must not be in the future.");
            if (target.EffectiveAt <= until)
                throw Problem.Invalid(
                    field,
                    $"must be after {until:yyyy-MM-ddTHH:mm:ssZ}, when the first month was closed. Earlier history can no longer be imported."
                );
        }
    }

    /// <summary>Rejects prices that don't exist: they would silently add no revenue.</summary>
    private static async Task CheckPrices(IReadOnlyList<AppliedTenantReport> targets, UnitOfWork work)
    {
        if (await work.FindUnpriced([.. targets.SelectMany(target => target.PlanItems)]) is not { } unpriced)
            return;
        var at = targets.First(target => target.PlanItems.Contains(unpriced)).At;
        throw Problem.Invalid(
            at.Length > 0 ? $"{at}.plan_items" : "plan_items",
            $"has an unknown price: {unpriced.Plan} has no price in {unpriced.Currency} per {unpriced.Interval!.Value.ToText()}." // both are set or neither is
        );
    }

    private static async Task ApplyDated(JsonElement[] reports, string[] ids, UnitOfWork work)
    {
        work.Defer(DatedReportSql.Plans, new { reports });
        work.Defer(DatedReportSql.LatestPlans, new { reports });
        work.Defer(DatedReportSql.Lifecycles, new { reports });
        work.Defer(DatedReportSql.Status, new { ids });
        await work.Execute(DatedReportSql.Attributes, new { reports, known = TenantReportRequest.KnownAttributes });
    }

    private static async Task<Dictionary<string, TenantLifecycle>> Lifecycles(string locking, string[] ids, UnitOfWork work) =>
        (await work.List<LifecycleRow>($"select tenant_id, lifecycle from core.tenant_status where tenant_id = any(@ids) {locking}", new { ids })).ToDictionary(
            row => row.TenantId,
            row => row.Lifecycle,
            StringComparer.Ordinal
        );

    private static LogLine? Line(
        Caller caller,
        AppliedTenantReport target,
        Dictionary<string, TenantLifecycle> before,
        Dictionary<string, TenantLifecycle> after
    )
    {
        var reference = new EntityReference(target.Id);
        if (target.Created)
            return Line(caller, target, "tenant.opened", $"{reference} signed up.");
        return before.TryGetValue(target.Id, out var was) && after[target.Id] is var now && was != now
            ? Line(caller, target, "tenant.moved", $"{reference} changed from {was} to {now}.")
            : null;
    }

    private static LogLine Line(Caller caller, AppliedTenantReport target, string what, Sentence says) =>
        new(target.Id, "intake", caller.Id, "done", says) { Operation = what, Subject = target.Id };

    private sealed record LifecycleRow(string TenantId, TenantLifecycle Lifecycle);
}

/// <summary>Result of a report.</summary>
public sealed record AppliedTenantReport(string Id, string ExternalId, bool Created, JsonElement Body, string At = "")
{
    /// <summary>The report without personal data, for an anonymised tenant.</summary>
    internal AppliedTenantReport WithoutPersonalData =>
        this with
        {
            Body = Json.Without(Body, "name", "contact_email", "owner_name", "referrer", "attributes"),
        };

    /// <summary>Reported plans; empty when the report has none.</summary>
    public IReadOnlyList<TenantPlanItem> PlanItems =>
        Body.TryGetProperty("plan_items", out var items) && items.ValueKind is JsonValueKind.Array ? Json.Read<IReadOnlyList<TenantPlanItem>>(items) : [];

    /// <summary>Time from which the report applies; null for now.</summary>
    public DateTimeOffset? EffectiveAt =>
        Body.TryGetProperty("effective_at", out var at) && at.ValueKind is JsonValueKind.String ? Json.Read<DateTimeOffset>(at, "effective_at") : null;
}
