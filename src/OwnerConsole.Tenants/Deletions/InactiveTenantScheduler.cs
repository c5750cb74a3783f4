using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Runs the deletion of inactive tenants in the name of the retention policy, which has no other permission.</summary>
/// <remarks>The person who set the period confirmed their identity and can delete tenants, so the policy needs no second confirmation for each tenant.</remarks>
public sealed class InactiveTenantScheduler(Database database, Previews previews, Runner runner, LogWriter logbook, ILogger<InactiveTenantScheduler> log)
{
    /// <summary>Requester of the runs, as the log and the page of the tenant name it.</summary>
    internal const string Principal = "inactive_tenants_policy";

    private const string NoReports = "activity_not_reported";

    private static readonly Caller s_caller = new(Principal, CallerKind.System, [DeleteTenant.Name, CancelDeletion.Name], Mode.Live);

    /// <summary>Counts what the policy can still schedule, also after a restart and if it is started several times a day.</summary>
    internal static async Task<int> CountLeft(UnitOfWork work)
    {
        var used = await work.One<long>(
            "select count(*) from core.runs r where r.requested_by = @Principal and r.started_at > now() - interval '1 day'",
            new { Principal }
        );
        return (int)Math.Max(0, InactiveTenantRetention.MaxPerDay - used);
    }

    /// <returns>False if the tenant was changed in the meantime, or needs a second approver now.</returns>
    internal async Task<bool> Schedule(InactiveTenant tenant, CancellationToken stop)
    {
        var reason = tenant.LastActiveAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"Retention policy: no activity since {at:yyyy-MM-dd}.")
            : "Retention policy: no activity was reported.";
        return await Run(DeleteTenant.Name, tenant, Json.Element(new DeleteTenant.Input(reason)), reason, stop);
    }

    /// <summary>Cancels the scheduled deletion of a tenant that has been active or billed since.</summary>
    internal Task<bool> Cancel(InactiveTenant tenant, CancellationToken stop) =>
        Run(CancelDeletion.Name, tenant, Json.Element(new NoInput()), "Retention policy: the tenant is used or billed again.", stop);

    private async Task<bool> Run(string operation, InactiveTenant tenant, JsonElement input, string reason, CancellationToken stop)
    {
        try
        {
            var preview = await previews.Create(s_caller, operation, TargetSelection.Of([tenant.TenantId]), input, stop);
            if (preview.Accepted != 1 || preview.RequiredConfirmation is RequiredConfirmation.SecondPerson)
                return false;
            await runner.Start(
                s_caller,
                new(preview.PreviewId, reason, Proof: new(ProofKind.Policy), Confirmation: preview.Confirmation) { LoadedPreview = preview },
                key: null,
                stop
            );
            return true;
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            log.LogInformation("{Operation} of {Tenant} is refused: {Why}", operation, tenant.TenantId, problem.Message);
            return false;
        }
    }

    /// <summary>Logs why no deletion is scheduled, at most once a day.</summary>
    internal async Task LogObstacle(Sentence obstacle, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(InactiveTenantRetention.Job), [IdGenerator.Platform], stop);
        var isLogged = await work.One<bool>(
            "select exists (select from core.log l where l.actor = @Principal and l.at > now() - interval '1 day' and l.code = @NoReports)",
            new { Principal, NoReports }
        );
        if (isLogged)
            return;
        logbook.Write([new LogLine(IdGenerator.Platform, "system", Principal, "skipped", obstacle) { Code = NoReports }], work);
        await work.Commit();
    }
}
