using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Rows of a module that say one thing twice, such as a balance and the lines that moved it. Whoever examines the installation asks whether they agree.</summary>
public interface IBooks
{
    /// <summary>A word or two, such as <c>credits</c>.</summary>
    string Called { get; }

    /// <summary>Looks at a part that takes a moment at most, and changes nothing.</summary>
    Task<BooksLook> Look(Work work);
}

/// <summary>What a look at books has found.</summary>
/// <param name="Says">what was looked at and agrees, in a sentence</param>
/// <param name="Differences">one sentence each; none where all agrees</param>
public sealed record BooksLook(string Says, IReadOnlyList<string> Differences);
