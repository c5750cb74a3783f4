using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>A built-in operation that the application executes if it declares support for it.</summary>
public abstract class ConsoleTask<TInput>(Tasks tasks, Declarations declarations) : TaskOperation<TInput>(tasks)
    where TInput : notnull
{
    protected override TaskTerms Terms => new(CanCancel: false, TimeSpan.FromHours(1));

    protected override bool IsOffered(AppliedTo subject) => declarations.Now.Handles(subject.Population, Is.Name);

    protected override bool IsForetold(AppliedTo subject) => declarations.Now.Foretells(subject.Population, Is.Name);
}
