namespace OwnerConsole.Client;

/// <summary>The capabilities of an application. Declaring replaces the previous declaration: anything left out is withdrawn.</summary>
public sealed record ApplicationDeclaration
{
    /// <summary>URL that opens the application as a member, for impersonation by the owner's team; null to disable impersonation.</summary>
    public Uri? ImpersonationUrl { get; init; }

    /// <summary>Tasks of the console that the application handles; null for those with a registered handler.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Operations of the application.</summary>
    public IReadOnlyList<DeclaredOperation> Operations { get; init; } = [];

    /// <summary>Types of records inside tenants, as subjects of operations.</summary>
    public IReadOnlyList<DeclaredSubjectType> SubjectTypes { get; init; } = [];

    /// <summary>Meters that count events of the application.</summary>
    public IReadOnlyList<DeclaredMeter> Meters { get; init; } = [];

    /// <summary>Attributes that the application reports for tenants.</summary>
    public IReadOnlyList<DeclaredAttribute> Attributes { get; init; } = [];

    /// <summary>Attributes that the application reports for members.</summary>
    public IReadOnlyList<DeclaredAttribute> MemberAttributes { get; init; } = [];
}
