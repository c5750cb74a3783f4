using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Exports all data of a tenant: the application uploads its files, and the console adds its own data.</summary>
public sealed class ExportTenant(ApplicationTasks tasks, DeclarationCache declarations) : ConsoleTask<NoInput>(tasks, declarations)
{
    public const string Name = ConsoleTasks.Export;

    public override OperationDefinition Definition { get; } =
        new(Name, "Export tenant", "exported")
        {
            Synonyms = "download, export, data portability",
            Reversal = Reversal.Never,
            IsExternal = true,
            FieldClasses = [FieldClass.Money, FieldClass.Contact], // the export contains all data
            NotRestoredByUndo = "Downloaded files can't be recalled. The console deletes its copy after 7 days.",
        };

    protected override string Subject => TaskSubjectTypes.Tenant;

    public override Decision Decide(TaskTarget tenant, NoInput input) =>
        new($"Exports all data of {tenant} and {tenant.People:person|people} from your application and the console. The download is available for 7 days.")
        {
            Weight = new(People: tenant.People),
            Send = [ApplicationTasks.OfferedMessage(tenant.TaskId)],
        };
}
