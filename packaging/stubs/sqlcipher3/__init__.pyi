"""Types of the parts of sqlcipher3 0.6.4 that the vault uses; the library brings none."""

from sqlcipher3 import dbapi2 as dbapi2
from sqlcipher3.dbapi2 import Connection as Connection
from sqlcipher3.dbapi2 import Cursor as Cursor
from sqlcipher3.dbapi2 import DatabaseError as DatabaseError
from sqlcipher3.dbapi2 import Error as Error
from sqlcipher3.dbapi2 import IntegrityError as IntegrityError
from sqlcipher3.dbapi2 import OperationalError as OperationalError
from sqlcipher3.dbapi2 import ProgrammingError as ProgrammingError
from sqlcipher3.dbapi2 import Row as Row
from sqlcipher3.dbapi2 import connect as connect
