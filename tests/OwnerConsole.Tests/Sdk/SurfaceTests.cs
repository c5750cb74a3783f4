using System.Reflection;
using OwnerConsole.Client;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Sdk;

/// <summary>The public surface of the SDK: applications compile against it, so every change of it is reviewed.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public Task The_public_surface_matches_the_reviewed_one() =>
        GeneratedFile.Check("tests/OwnerConsole.Tests/Sdk/surface.txt", Surface(), "The public surface of OwnerConsole.Client changed.");

    [Fact]
    public void The_SDK_has_no_dependencies() =>
        typeof(OwnerConsoleClient)
            .Assembly.GetReferencedAssemblies()
            .Select(assemblyName => assemblyName.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal))
            .ShouldBeEmpty();

    private static string Surface() =>
        string.Concat(
            typeof(OwnerConsoleClient)
                .Assembly.GetExportedTypes()
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(type => $"{Name(type)}\n{string.Concat(Members(type).Select(member => $"  {member}\n"))}")
        );

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not (MethodInfo { IsSpecialName: true, Name: not "op_Implicit" } or Type) && !IsMade(member))
            .Select(Text)
            .Order(StringComparer.Ordinal);

    /// <summary>Members that the compiler adds to each record.</summary>
    private static bool IsMade(MemberInfo member) =>
        member.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "PrintMembers"
        || member.Name.Contains('<', StringComparison.Ordinal)
        || member.Name == "value__";

    private static string Text(MemberInfo member) =>
        member switch
        {
            PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{ get;{(property.SetMethod is { IsPublic: true } ? " init;" : "")} }}",
            FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
            ConstructorInfo made => $"new({Parameters(made)})",
            MethodInfo method =>
                $"{Name(method.ReturnType)} {method.Name}{Of(method.IsGenericMethod ? method.GetGenericArguments() : [])}({Parameters(method)})",
            _ => member.ToString()!,
        };

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(parameterInfo =>
                    $"{Name(parameterInfo.ParameterType)} {parameterInfo.Name}{(parameterInfo.HasDefaultValue ? " = " + (parameterInfo.DefaultValue ?? "default") : "")}"
                )
        );

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } some ? Name(some) + "?"
        : type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name.Split('`')[0]}"
        : type.Name.Split('`')[0] + Of(type.GetGenericArguments());

    private static string Of(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";
}
