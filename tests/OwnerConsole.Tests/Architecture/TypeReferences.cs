using Mono.Cecil;
using Mono.Cecil.Cil;
using OwnerConsole.Data;

namespace OwnerConsole.Tests.Architecture;

/// <summary>Types, methods and strings used by the compiled code of a type and its nested types.</summary>
internal static class TypeReferences
{
    public static IEnumerable<TypeReference> Types(TypeDefinition type) => Named(type).SelectMany(Parts).Where(part => part is not GenericParameter);

    /// <returns>Names such as <c>System.DateTime::get_UtcNow</c>.</returns>
    public static IEnumerable<string> Methods(TypeDefinition type) =>
        Code(type).Select(code => code.Operand).OfType<MethodReference>().Select(method => $"{method.DeclaringType.GetElementType().FullName}::{method.Name}");

    public static IEnumerable<string> Texts(TypeDefinition type) =>
        Code(type)
            .Where(code => code.OpCode == OpCodes.Ldstr)
            .Select(code => (string)code.Operand)
            .Concat(WithNested(type).SelectMany(each => each.Fields).Where(field => field.HasConstant).Select(field => field.Constant).OfType<string>());

    /// <returns>Tables such as <c>notes.tags</c> that the type writes through <see cref="StateRows"/>.</returns>
    public static IEnumerable<string> StateTables(TypeDefinition type) =>
        Code(type)
            .Where(code => code.OpCode == OpCodes.Newobj && ((MethodReference)code.Operand).DeclaringType.Name == nameof(StateRows))
            .Select(code => (string)code.Previous.Previous.Operand);

    private static IEnumerable<TypeReference> Named(TypeDefinition type)
    {
        foreach (var each in WithNested(type))
        {
            if (each.BaseType is not null)
                yield return each.BaseType;
            foreach (var used in each.Interfaces)
                yield return used.InterfaceType;
            foreach (var used in each.CustomAttributes)
                yield return used.AttributeType;
            foreach (var used in each.Fields)
                yield return used.FieldType;
            foreach (var method in each.Methods)
            {
                yield return method.ReturnType;
                foreach (var used in method.Parameters)
                    yield return used.ParameterType;
                foreach (var used in method.CustomAttributes)
                    yield return used.AttributeType;
                if (!method.HasBody)
                    continue;
                foreach (var used in method.Body.Variables)
                    yield return used.VariableType;
            }
        }
        foreach (var code in Code(type))
        {
            if (code.Operand is TypeReference named)
                yield return named;
            if (code.Operand is not MemberReference { DeclaringType: { } owner } member)
                continue;
            yield return owner;
            if (member is MethodReference method)
                yield return method.ReturnType;
            if (member is GenericInstanceMethod generic)
                foreach (var used in generic.GenericArguments)
                    yield return used;
        }
    }

    /// <summary>A generic type such as a list of tenants refers to both the list and the tenant.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification inner => Parts(inner.ElementType),
            _ => [type],
        };

    private static IEnumerable<Instruction> Code(TypeDefinition type) =>
        WithNested(type).SelectMany(each => each.Methods).Where(method => method.HasBody).SelectMany(method => method.Body.Instructions);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
