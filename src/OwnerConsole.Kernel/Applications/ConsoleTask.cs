using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>A built-in operation that the application executes if it declares support for it.</summary>
public abstract class ConsoleTask<TInput>(ApplicationTasks tasks, DeclarationCache declarations) : TaskOperation<TInput>(tasks)
    where TInput : notnull
{
    protected override TaskOptions Options => ConsoleTasks.Options;

    protected override bool IsOffered(TaskTarget subject) => declarations.Current.Handles(subject.Mode, Definition.Name);

    protected override bool SupportsPreview(TaskTarget subject) => declarations.Current.SupportsPreview(subject.Mode, Definition.Name);
}
