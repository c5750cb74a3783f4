namespace OwnerConsole.Client;

/// <summary>What the application can do; what it leaves out it no longer offers.</summary>
public sealed record ApplicationDeclaration
{
    /// <summary>Where a person of the owner's team is sent to act as a member; null when nobody can.</summary>
    public Uri? ImpersonationUrl { get; init; }

    /// <summary>The console's own tasks that it carries out; null for those that have a handler.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Its own.</summary>
    public IReadOnlyList<DeclaredOperation> Operations { get; init; } = [];

    /// <summary>What it has inside of its tenants, for its operations.</summary>
    public IReadOnlyList<DeclaredSubjectType> SubjectTypes { get; init; } = [];

    /// <summary>What is counted of its events.</summary>
    public IReadOnlyList<DeclaredMeter> Meters { get; init; } = [];

    /// <summary>What its tenants' attributes are called.</summary>
    public IReadOnlyList<DeclaredAttribute> Attributes { get; init; } = [];
}
