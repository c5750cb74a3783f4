using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Access;

/// <summary>Decides what a caller can do, by grants and hidden classes.</summary>
public static class CallerPermissions
{
    /// <summary>True when the grants include the permission, by name or by wildcard.</summary>
    public static bool Can(this Caller caller, string permission) => Permissions.Covers(caller.Grants, permission);

    /// <summary>
    /// True when the caller can read data with this permission, including parts of pages that need another. Limited keys can't read platform data.
    /// </summary>
    public static bool CanRead(this Caller caller, string permission) => caller.Can(permission) && !caller.IsKeyOutOfScope(permission);

    /// <summary>True for a key for test data or for one tenant when the permission concerns the whole platform.</summary>
    public static bool IsKeyOutOfScope(this Caller caller, string permission) =>
        caller.Kind is CallerKind.Key && !caller.IsOfPlatform && !TenantPermissions.Contains(permission);

    /// <summary>
    /// Wildcards of keys don't include irreversible operations: those must be named, or require a person with *. Operations on hidden fields are refused.
    /// </summary>
    public static bool Can(this Caller caller, OperationDefinition operation) => caller.FindHiddenClass(operation) is null && HasGrant(caller, operation);

    /// <returns>A class of fields that the operation concerns and that is hidden from the caller; null when there is none.</returns>
    public static FieldClass? FindHiddenClass(this Caller caller, OperationDefinition operation) =>
        operation.FieldClasses.Where(fieldClass => caller.Hides.Contains(fieldClass.ToText(), StringComparer.Ordinal)).Cast<FieldClass?>().FirstOrDefault();

    /// <returns>An additional sentence for a key whose wildcard would include the operation if it were not irreversible; otherwise empty.</returns>
    public static string WhyNotByWildcard(this Caller caller, OperationDefinition operation) =>
        caller.Kind is CallerKind.Key && operation.IsIrreversible && caller.Can(operation.Name)
            ? $" It {(operation.CanUndo ? "destroys data" : "can't be undone")}, so wildcards such as * don't include it. A person has to do it in the console."
            : "";

    private static bool HasGrant(Caller caller, OperationDefinition operation) =>
        !operation.IsIrreversible
            ? caller.Can(operation.Name)
            : caller.Grants.Contains(operation.Name, StringComparer.Ordinal)
                || (caller.Kind is not CallerKind.Key && caller.Grants.Contains("*", StringComparer.Ordinal));
}
