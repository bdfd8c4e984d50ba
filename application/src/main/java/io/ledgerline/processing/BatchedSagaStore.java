package io.ledgerline.processing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Axon's store of sagas, but a batch of events looks its sagas up at once, and stores the new ones at once. */
final class BatchedSagaStore extends JdbcSagaStore {

    private static final String FOUND = BatchedSagaStore.class.getName() + ".found";
    private static final String NEW = BatchedSagaStore.class.getName() + ".new";

    private static final String FIND = """
            select association_key, association_value, saga_id from saga_association
            where saga_type = ? and association_key = any(?) and association_value = any(?)""";

    private static final String STORE = "insert into saga (saga_id, saga_type, revision, state) values (?, ?, ?, ?)";

    private static final String ASSOCIATE = """
            insert into saga_association (association_key, association_value, saga_type, saga_id)
            values (?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final Serializer serializer;

    /** What is stored when the batch commits. */
    private record NewSagas(List<Object[]> sagas, List<Object[]> associations) {}

    /**
     * @param jdbc on the database of the builder's connections, in their transactions
     */
    BatchedSagaStore(Builder builder, JdbcTemplate jdbc, Serializer serializer) {
        super(builder.serializer(serializer));
        this.jdbc = jdbc;
        this.serializer = serializer;
    }

    boolean hasLookedUp(UnitOfWork<?> batch) {
        return batch.getResource(FOUND) != null;
    }

    /** The batch will ask for sagas with these associations, and finds the answers ready. */
    void lookUp(UnitOfWork<?> batch, Class<?> sagaType, Collection<AssociationValue> associations) {
        Map<AssociationValue, Set<String>> found = new HashMap<>();
        associations.forEach(association -> found.put(association, new TreeSet<>()));
        jdbc.query(
                FIND,
                row -> {
                    Set<String> sagas = found.get(new AssociationValue(row.getString(1), row.getString(2)));
                    if (sagas != null) {
                        sagas.add(row.getString(3));
                    }
                },
                name(sagaType),
                associations.stream().map(AssociationValue::getKey).distinct().toArray(String[]::new),
                associations.stream().map(AssociationValue::getValue).toArray(String[]::new));
        batch.resources().put(FOUND, found);
    }

    @Override
    public Set<String> findSagas(Class<?> sagaType, AssociationValue association) {
        Map<AssociationValue, Set<String>> found =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(FOUND) : null;
        Set<String> sagas = found == null ? null : found.get(association);
        return sagas == null ? super.findSagas(sagaType, association) : sagas;
    }

    @Override
    public void insertSaga(Class<?> sagaType, String sagaId, Object saga, Set<AssociationValue> associations) {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        NewSagas batch = root.getOrComputeResource(NEW, name -> {
            NewSagas sagas = new NewSagas(new ArrayList<>(), new ArrayList<>());
            // Before the transaction's commit, which was registered first and comes last.
            root.onCommit(committing -> store(sagas));
            return sagas;
        });
        SerializedObject<byte[]> state = serializer.serialize(saga, byte[].class);
        batch.sagas().add(new Object[] {
            sagaId, state.getType().getName(), state.getType().getRevision(), state.getData()
        });
        associations.forEach(association -> batch.associations()
                .add(new Object[] {association.getKey(), association.getValue(), name(sagaType), sagaId}));
    }

    private void store(NewSagas batch) {
        jdbc.batchUpdate(STORE, batch.sagas());
        jdbc.batchUpdate(ASSOCIATE, batch.associations());
    }

    private String name(Class<?> sagaType) {
        return serializer.typeForClass(sagaType).getName();
    }
}
