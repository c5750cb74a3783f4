using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>One of the console's own operations that the application carries out, once it says that it does.</summary>
public abstract class ConsoleTask<TInput>(Tasks tasks, Declarations declarations) : TaskOperation<TInput>(tasks)
    where TInput : notnull
{
    protected override TaskTerms Terms => new(CanCancel: false, TimeSpan.FromHours(1));

    protected override bool IsOffered(AppliedTo subject) => declarations.Now.Handles(subject.Population, Is.Name);

    protected override bool IsForetold(AppliedTo subject) => declarations.Now.Foretells(subject.Population, Is.Name);
}
