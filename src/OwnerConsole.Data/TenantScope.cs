namespace OwnerConsole.Data;

/// <summary>
/// Tenants that the current user's access is limited to. It flows with the request like a culture, so that queries need no condition:
/// <see cref="Database"/> applies it to reads and writes.
/// </summary>
/// <remarks>Background work is not limited.</remarks>
public sealed class TenantScope
{
    /// <summary>Code of the refusal if the requested data can't be limited to some tenants.</summary>
    public const string RefusalCode = "bound";

    private static readonly AsyncLocal<Holder?> CurrentHolder = new();

    internal TenantScope(IReadOnlySet<string> tenants, bool isPortal = false) => (Tenants, IsPortal, Setting) = (tenants, isPortal, string.Join(',', tenants));

    /// <summary>Null for users who can see all tenants.</summary>
    public static TenantScope? Current => CurrentHolder.Value?.Scope;

    public IReadOnlySet<string> Tenants { get; }

    /// <summary>Used for a tenant's portal pages: PostgreSQL returns only the data shown there.</summary>
    public bool IsPortal { get; }

    /// <summary>Platform-wide data can't be limited to some tenants, and PostgreSQL doesn't return it.</summary>
    internal static Problem OutOfScope => new(403, RefusalCode, "This covers the whole platform, but you have access to some tenants only.");

    /// <summary>The limits as passed to PostgreSQL.</summary>
    internal string Setting { get; }

    /// <summary>Starts a request of a user not yet identified; later limits apply to the whole request, including its error page.</summary>
    public static void BeginRequest() => CurrentHolder.Value = new();

    /// <summary>Limits the current user.</summary>
    /// <param name="tenants">Ids; if empty, no tenant is visible.</param>
    public static void Set(IReadOnlySet<string> tenants) => Set(new TenantScope(tenants));

    /// <summary>Limits a user of a tenant's portal pages.</summary>
    public static void SetPortal(string tenantId) => Set(new TenantScope(new HashSet<string>(StringComparer.Ordinal) { tenantId }, isPortal: true));

    public static void Set(TenantScope bound) => (CurrentHolder.Value ??= new()).Scope = bound;

    /// <summary>Removes the limits for the rest of the calling async method, which fills a shared cache or looks up a requested record.</summary>
    public static void Clear() => CurrentHolder.Value = null;

    /// <summary>Reads one of several parts of a page; platform-wide parts are omitted for users with access to some tenants only.</summary>
    public static async Task<IReadOnlyList<T>> ReadOrEmpty<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (Problem refused) when (refused.Code == RefusalCode)
        {
            return [];
        }
    }

    private sealed class Holder
    {
        public TenantScope? Scope { get; set; }
    }
}
