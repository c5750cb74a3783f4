using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Exporting;

/// <summary>Exports all data of a tenant: the application uploads its files, and the console adds its own data.</summary>
public sealed class ExportTenant(Tasks tasks, Declarations declarations) : ConsoleTask<ExportTenant.Nothing>(tasks, declarations)
{
    public const string Name = ConsoleTasks.Export;

    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(Name, "Export tenant", "exported")
        {
            Reversal = Reversal.Never,
            Outside = true,
            About = [FieldClass.Money, FieldClass.Contact], // the export contains all data
            StaysGone = "Downloaded files can't be recalled. The console deletes its copy after 7 days.",
        };

    protected override string Subject => TaskSubject.Tenant;

    public override Decision Decide(AppliedTo tenant, Nothing input) =>
        new($"Exports all data of {tenant} and {tenant.People:person|people} from your app and the console. The download is available for 7 days.")
        {
            Weight = new(People: tenant.People),
            Send = [Tasks.Offer(tenant.TaskId)],
        };
}
